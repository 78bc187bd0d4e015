"""Settings, read from the environment: every one of them stands here, with its default and meaning."""

import ipaddress
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from crm.mail_settings import MailServer, read_public_url, read_sender, read_smtp_url

PREFIX = "BEREIK_"
FROM_FILE = "_FILE"
LARGEST_FILE = 64 * 1024

_HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}")  # the alphabet of Bech32


def _listed(value: str) -> list[str]:
    return [one.strip().lower() for one in value.split(",") if one.strip()]


class BadSettings(ValueError):
    """One line that names the environment variable that is wrong, and why."""


class Settings(BaseSettings):
    """What may differ between two places where Bereik runs.

    Each is read from BEREIK_<NAME>, or from the file that BEREIK_<NAME>_FILE names.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    database_url: str = Field(
        default="sqlite:///bereik.db", description="Where the store is: a SQLite file or PostgreSQL"
    )
    broker_url: str = Field(
        default="memory://",
        description="What carries wake-ups: memory:// (one process does everything) or redis://host:port/number",
    )
    host: str = Field(default="127.0.0.1", description="Address that `bereik serve` listens on")
    port: int = Field(default=8000, ge=1, le=65535, description="Port that `bereik serve` listens on")
    metrics_host: str = Field(
        default="127.0.0.1", description="Address on which metrics for Prometheus are served"
    )
    metrics_port: int = Field(
        default=0,
        ge=0,
        le=65535,
        description="Port on which metrics for Prometheus are served, for each process another one; 0: none",
    )
    city: str = Field(
        default="Mechelen", min_length=1, max_length=80, description="Name of the city, shown on screen"
    )
    language: Literal["nl", "en", "fr"] = Field(
        default="nl", description="Language for readers who have not chosen one"
    )
    quiet_after_days: int = Field(
        default=180,
        ge=7,
        le=3650,
        description="Days without contact after which a network is on Today's list",
    )
    session_idle_minutes: int = Field(
        default=60, ge=5, le=1440, description="A session ends after this long without use"
    )
    session_hours: int = Field(
        default=10, ge=1, le=72, description="A session ends this long after signing in"
    )
    calendar_hosts: str = Field(
        default="",
        max_length=2000,
        description="Hosts whose calendars may be subscribed to, with commas between; none: no subscriptions",
    )
    backup_recipient: str = Field(
        default="",
        max_length=2000,
        description="Public keys of age for whom backups are encrypted, with commas between",
    )
    smtp_url: str = Field(
        default="",
        max_length=500,
        repr=False,
        description="Mail server: smtp://host, smtp+starttls://user:password@host or smtps://...; empty: no mail",
    )
    mail_from: str = Field(
        default="",
        max_length=300,
        validate_default=True,
        description="In whose name mail goes, such as Bereik <bereik@example.be>; needed for mail",
    )
    public_url: str = Field(
        default="",
        max_length=300,
        validate_default=True,
        description="Where readers open Bereik, such as https://bereik.example.be; needed for mail",
    )
    webhook_hosts: str = Field(
        default="",
        max_length=2000,
        description="Hosts that webhooks may be sent to, with commas between, as host or host:port; none: no webhooks",
    )
    trusted_proxies: str = Field(
        default="127.0.0.1",
        max_length=500,
        description="Addresses of proxies that may say who asks, with commas between; *: whoever reaches the port",
    )
    leave_after_s: int = Field(
        default=0,
        ge=0,
        le=10,
        description="Seconds that `bereik serve` goes on answering after SIGTERM, until proxies look elsewhere",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="What is logged"
    )

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql://")):
            raise ValueError("it starts with sqlite:/// or postgresql://")
        if value.startswith("postgresql://"):
            _check_postgres(value)
        return value

    @field_validator("broker_url")
    @classmethod
    def _known_broker(cls, value: str) -> str:
        if value != "memory://" and not value.startswith(("redis://", "rediss://")):
            raise ValueError("it is memory:// or starts with redis://")
        if value != "memory://":
            _check_redis(value)
        return value

    @field_validator("calendar_hosts")
    @classmethod
    def _names_of_hosts(cls, value: str) -> str:
        if not all(_HOST.fullmatch(one) for one in _listed(value)):
            raise ValueError("it is a list of host names such as www.mechelen.be, with commas between")
        return value

    @field_validator("backup_recipient")
    @classmethod
    def _public_keys(cls, value: str) -> str:
        if not all(_RECIPIENT.fullmatch(one) for one in _listed(value)):
            raise ValueError("it is a public key that begins with age1, or several with commas between")
        return value

    @property
    def backup_recipients(self) -> list[str]:
        """The public keys for whom backups are encrypted."""
        return _listed(self.backup_recipient)

    @field_validator("smtp_url")
    @classmethod
    def _known_mail_server(cls, value: str) -> str:
        if value:
            read_smtp_url(value)
        return value

    @field_validator("mail_from", "public_url")
    @classmethod
    def _readable_for_mail(cls, value: str, known: ValidationInfo) -> str:
        if not value:
            if known.data.get("smtp_url"):
                raise ValueError("it is empty, and mail needs it")
            return value
        if known.field_name == "public_url":
            return read_public_url(value)
        read_sender(value)
        return value

    @property
    def mail_server(self) -> MailServer | None:
        """The server that takes our mail; None where no mail is sent."""
        return read_smtp_url(self.smtp_url) if self.smtp_url else None

    @field_validator("webhook_hosts")
    @classmethod
    def _names_of_hosts_with_ports(cls, value: str) -> str:
        for one in _listed(value):
            host, _, port = one.partition(":")
            is_port = port.isdecimal() and 1 <= int(port[:6]) <= 65535
            if not _HOST.fullmatch(host) or not (is_port or ":" not in one):
                raise ValueError(
                    "it is a list of hosts such as data.mechelen.be or data.mechelen.be:8443, with commas between"
                )
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _addresses_of_proxies(cls, value: str) -> str:
        try:
            for one in _listed(value):
                if one != "*":
                    ipaddress.ip_network(one)
        except ValueError:
            raise ValueError("it is a list of addresses such as 10.0.0.7 or 10.0.0.0/24, or *") from None
        return value

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """The hosts whose calendars may be fetched."""
        return frozenset(_listed(self.calendar_hosts))

    @property
    def allowed_webhook_hosts(self) -> frozenset[str]:
        """The hosts that webhooks may be sent to; with their port where it is another than that of https."""
        return frozenset(one.removesuffix(":443") for one in _listed(self.webhook_hosts))

    @property
    def is_embedded(self) -> bool:
        """Whether the server process itself relays, works and ticks."""
        return self.broker_url == "memory://"


def _check_postgres(value: str) -> None:
    from sqlalchemy.engine import make_url  # when first needed: a question about the sun needs no store
    from sqlalchemy.exc import ArgumentError

    try:
        has_name = bool(make_url(value).database)
    except (ArgumentError, ValueError):
        has_name = False
    if not has_name:
        raise ValueError(
            "it is postgresql://user:password@host:port/name, with signs such as @ : / # in a password written as %40"
        )


def _check_redis(value: str) -> None:
    try:
        parts = urlsplit(value)
        is_right = bool(parts.hostname) and parts.port != 0 and re.fullmatch(r"/?\d*", parts.path) is not None
    except ValueError:  # a port that is none
        is_right = False
    if not is_right:
        raise ValueError("it is redis://:password@host:port/number, with a port from 1 to 65535")


def read_settings() -> Settings:
    """The settings of this environment.

    Raises:
        BadSettings: with one line for the first setting that is wrong; the value is not repeated.
    """
    files = _files_named(os.environ)
    from_files = {name: _read_value(variable, path) for name, (variable, path) in files.items()}
    try:
        return Settings(**from_files)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = str(first["loc"][0])
        variable = files[name][0] if name in files else f"{PREFIX}{name.upper()}"
        raise BadSettings(f"{variable} is not right: {first['msg'].removeprefix('Value error, ')}.") from None


def _files_named(environment: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    found = {}
    given = {variable.upper(): value for variable, value in environment.items()}
    for variable, path in given.items():
        name = variable.removeprefix(PREFIX).lower()
        if (
            not (variable.startswith(PREFIX) and variable.endswith(FROM_FILE))
            or name in Settings.model_fields
        ):
            continue
        name, plain = name.removesuffix(FROM_FILE.lower()), variable.removesuffix(FROM_FILE)
        if name not in Settings.model_fields:
            raise BadSettings(f"{variable} is not right: there is no setting {plain}.")
        if plain in given:
            raise BadSettings(f"{plain} and {variable} are both set: keep one of the two.")
        found[name] = (variable, path)
    return found


def _read_value(variable: str, path: str) -> str:
    try:
        with Path(path).open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
        value = content.decode().strip() if len(content) <= LARGEST_FILE else ""
    except OSError as error:
        raise BadSettings(f"{variable} is not right: the file cannot be read ({error.strerror}).") from None
    except ValueError:  # not text, or a path that cannot be one
        value = ""
    if not value:
        raise BadSettings(f"{variable} is not right: the file holds no value.")
    return value
