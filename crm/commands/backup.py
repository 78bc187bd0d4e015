"""The commands `backup` and `restore`. Exit status 0 when it is done, 2 with one line on standard error when not."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crm.cli import Refusal, make_store
from crm.clock import SystemClock

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

    from crm.backup.checking import CheckedBackup

NO_RECIPIENT = (
    "without BEREIK_BACKUP_RECIPIENT the backup could be read by anybody. "
    "Make a pair of keys with 'bereik backup keygen FILE', or say --plain."
)

identity = click.option(
    "--identity",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The private key that opens the backup.",
)


@contextmanager
def _refusals() -> Iterator[None]:
    from crm.backup.refusals import BackupRefused

    try:
        yield
    except BackupRefused as error:
        raise Refusal(str(error)) from None


class _BackupGroup(click.Group):
    """`bereik backup FOLDER` makes one; what is no word of its own goes to `make`."""

    default = "make"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = [self.default, *args]
        return super().parse_args(ctx, args)


@click.group(cls=_BackupGroup)
def backup() -> None:
    """Make a backup of the store while it runs; check one; make the keys.

    `bereik backup FOLDER` is short for `bereik backup make FOLDER`.
    """


@backup.command("make")
@click.argument("target", type=click.Path(path_type=Path), default=Path(), required=False)
@click.option(
    "--keep-days",
    type=click.IntRange(1, 3650),
    default=35,
    show_default=True,
    help="In a folder: delete backups from more days ago, once the new one is good.",
)
@click.option("--plain", is_flag=True, help="Do not encrypt: anybody who finds the file can read it.")
@click.pass_context
def make(context: click.Context, target: Path, keep_days: int, plain: bool) -> None:
    """Write a backup to TARGET: a folder (default: this one), or a file. Run it daily."""
    from crm.backup.making import make_backup

    work = make_store(context)
    recipients = [] if plain else work.settings.backup_recipients
    if not recipients and not plain:
        raise Refusal(NO_RECIPIENT)
    started = time.monotonic()
    with _refusals():
        made = make_backup(work.database, work.clock, target, recipients, keep_days)
    click.echo(f"{_said(made.checked)} in {made.path}")
    click.echo(f"{made.size_bytes / 1e6:.1f} MB in {time.monotonic() - started:.1f} s, ", nl=False)
    if plain:
        click.echo("NOT encrypted. Read back: every row was counted and every hash compared.")
    else:
        click.echo(
            "encrypted. Read back and decrypted: every row was counted and every hash compared. "
            "Whether you hold the private key, only 'bereik backup verify' can tell."
        )
    if made.forgotten:
        click.echo(f"Deleted {made.forgotten} from more than {keep_days} days ago.")


@backup.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@identity
def verify(file: Path, identity: Path | None) -> None:
    """Read FILE to its end, compare every hash and count, and say what it is. Changes nothing."""
    from crm.backup.checking import check_backup, check_fits

    with _refusals():
        checked = check_backup(file, _keys(identity))
        click.echo(f"Whole and unaltered: {_said(checked)}")
        check_fits(checked.description)
    click.echo("This version can restore it.")


@backup.command("keygen")
@click.argument("file", type=click.Path(path_type=Path))
def keygen(file: Path) -> None:
    """Make a pair of keys: the private one goes to FILE, the public one is printed. Keep FILE off the server."""
    from crm.backup.sealing import make_key

    key = make_key()
    made_at = f"{SystemClock().now():%Y-%m-%dT%H:%M:%SZ}"
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Refusal(f"{file} cannot be written: {error.strerror}.") from None
    with os.fdopen(descriptor, "w") as written:
        written.write(f"# created: {made_at}\n# public key: {key.to_public()}\n{key}\n")
    click.echo(f"BEREIK_BACKUP_RECIPIENT={key.to_public()}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@identity
@click.option("--force", is_flag=True, help="Throw away what the store holds now.")
def restore(file: Path, identity: Path | None, force: bool) -> None:
    """Put the backup in FILE back: all of it, or nothing. Stop every process of Bereik first."""
    from crm.backup.restoring import restore_backup
    from crm.settings import BadSettings, read_settings

    try:
        url = read_settings().database_url
    except BadSettings as error:
        raise Refusal(str(error)) from None
    started = time.monotonic()
    with _refusals():
        restored = restore_backup(url, file, _keys(identity), force=force)
    click.echo(f"Restored {_said(restored.checked)} in {time.monotonic() - started:.1f} s.")
    click.echo(f"Everybody signs in again. Deliveries to carry out again: {restored.due_again}.")


def _keys(identity: Path | None) -> "list[Identity]":
    from crm.backup.sealing import read_keys

    return [] if identity is None else read_keys(identity)


def _said(checked: "CheckedBackup") -> str:
    about = checked.description
    taken_at = f"{about.taken_at:%Y-%m-%d %H:%M} UTC"
    return f"{checked.rows} rows of {checked.tables} tables, as of {taken_at}, revision {about.revision}"
