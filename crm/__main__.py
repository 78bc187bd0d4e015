"""The composition root, and the command line `bereik`."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crm.cli import Refusal, mail, reach, timing
from crm.cli_queue import queue
from crm.clock import SystemClock, city_date
from crm.commands.backup import backup, restore
from crm.settings import BadSettings, Settings, read_settings

# How long answers that are under way may take after the word to stop; with the worker's own it stays within 30 s.
STOP_WITHIN_S = 8

# A command imports what it needs when it runs: a question about the sun should not wait for the web and the store.
if TYPE_CHECKING:
    from crm.accounts.models import User
    from crm.migrate import PlannedStep
    from crm.operations.readiness import Beside
    from crm.unit_of_work import Work


def make_work(settings: Settings) -> "Work":
    """The units of work of this process: the store, the table of handlers and the clock."""
    from crm.db import Database
    from crm.outbox import STORE_TIME
    from crm.unit_of_work import Work
    from workers.subscriptions import subscriptions

    command = click.get_current_context(silent=True)
    # So that whoever looks at the server's connections sees which process holds them: bereik-serve, bereik-work.
    database = Database(
        settings.database_url, f"bereik-{command.info_name}" if command and command.parent else "bereik"
    )
    store_time = None if database.is_sqlite else STORE_TIME
    return Work(database, subscriptions, SystemClock(), settings, store_time=store_time)


def _settings() -> Settings:
    try:
        return read_settings()
    except BadSettings as error:
        raise Refusal(str(error)) from None


@contextmanager
def _refusing() -> Iterator[None]:
    """Says in one line why the store or the broker cannot be used."""
    from crm.starting import CannotStart

    try:
        yield
    except CannotStart as error:
        raise Refusal(str(error)) from None


def _check_migrated(settings: Settings) -> None:
    from crm.starting import check_store

    with _refusing():
        check_store(settings)


def _check_broker(settings: Settings) -> None:
    from crm.starting import CannotStart
    from workers.link import refusal_of

    refused = None if settings.is_embedded else refusal_of(settings.broker_url)
    with _refusing():
        if refused is not None:
            raise CannotStart(f"BEREIK_BROKER_URL: {refused}")


def _make_stored_work() -> "Work":
    settings = _settings()
    _check_migrated(settings)
    return make_work(settings)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    """Bereik: the CRM of a city's network consultants.

    Settings come from the environment (BEREIK_DATABASE_URL, BEREIK_BROKER_URL, ...): see docs/settings.md.
    """


@cli.command()
@click.option("--host", help="Address to listen on (default: BEREIK_HOST, 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on (default: BEREIK_PORT, 8000).")
def serve(host: str | None, port: int | None) -> None:
    """Serve the pages and the API.

    With the in-memory broker (the default) this process also relays, works and ticks the schedule.
    """
    import uvicorn

    from crm.app import create_app
    from crm.logs import configure_logging
    from crm.serving import LeavingServer

    settings = _settings()
    _check_metrics_port(settings)
    configure_logging(settings)
    _check_migrated(settings)
    _check_broker(settings)
    work = make_work(settings)
    app = create_app(settings, work, lambda: _background(settings, work))
    where, at = host or settings.host, port or settings.port
    _check_free(where, at, "Choose another with --port.")
    config = uvicorn.Config(
        app,
        host=where,
        port=at,
        workers=1,
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=STOP_WITHIN_S,
    )
    with _alone(settings):
        click.echo(f"Bereik serves {settings.city} at http://{where}:{at}", err=True)
        LeavingServer(config, app.state, settings.leave_after_s).run()


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    from workers.alone import NotAlone, alone_on

    if not settings.is_embedded:
        yield
        return
    try:
        with alone_on(settings.database_url):
            yield
    except NotAlone:
        raise Refusal(
            "another process serves this store already. With the broker memory:// one process does everything; "
            "for several, set BEREIK_BROKER_URL to redis://..."
        ) from None


def _check_metrics_port(settings: Settings) -> None:
    if settings.metrics_port:
        advice = "Choose another for metrics with BEREIK_METRICS_PORT."
        _check_free(settings.metrics_host, settings.metrics_port, advice)


def _check_free(host: str, port: int, advice: str) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refusal(f"{host}:{port} cannot be used: {error.strerror}. {advice}") from None


@contextmanager
def _background(settings: Settings, work: "Work") -> "Iterator[Beside]":
    from crm.operations.models import ProcessKind
    from crm.operations.readiness import Beside
    from crm.operations.watched import watched
    from workers.link import Link

    if not settings.is_embedded:
        link = Link(settings.broker_url)
        work.on_due = link.nudge
        with link.talking(), watched(work, ProcessKind.SERVE, lambda: link.is_up):
            yield Beside(broker_answers=lambda: link.is_up)
        return
    from scheduler.run import running_scheduler
    from workers.process import running_worker

    with (
        running_worker(settings, work) as running,
        running_scheduler(work),
        watched(work, ProcessKind.SERVE, running.broker_answers),
    ):
        yield Beside(workers_live=running.workers_live)


@cli.command()
def work() -> None:
    """Relay and carry out deliveries, until stopped; needs a broker outside (BEREIK_BROKER_URL)."""
    settings = _standalone_settings()
    from crm.operations.models import ProcessKind
    from crm.operations.watched import watched
    from workers.process import running_worker

    work = make_work(settings)
    with running_worker(settings, work) as running, watched(work, ProcessKind.WORK, running.broker_answers):
        _wait_for_signal("works")


@cli.command()
def schedule() -> None:
    """Tick the schedule, until stopped; any number of schedulers fires each instant once."""
    settings = _standalone_settings()
    from crm.operations.models import ProcessKind
    from crm.operations.watched import watched
    from scheduler.run import running_scheduler
    from workers.link import Link

    work, link = make_work(settings), Link(settings.broker_url)
    work.on_due = link.nudge
    with (
        link.talking(),
        running_scheduler(work),
        watched(work, ProcessKind.SCHEDULE, lambda: link.is_up),
    ):
        _wait_for_signal("ticks")


def _standalone_settings() -> Settings:
    from crm.logs import configure_logging

    settings = _settings()
    if settings.is_embedded:
        raise Refusal(
            "with the broker memory:// the server does this itself. Set BEREIK_BROKER_URL to redis://..."
        )
    _check_metrics_port(settings)
    configure_logging(settings)
    _check_migrated(settings)
    _check_broker(settings)
    return settings


def _wait_for_signal(what: str) -> None:
    import signal

    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    click.echo(f"Bereik {what}. Stop it with Ctrl+C.", err=True)
    stopped.wait()


@cli.command()
@click.option(
    "--to", "revision", default="head", show_default=True, help="Revision to go to; 'base' empties the store."
)
@click.option("--down", is_flag=True, help="Go down to that revision instead of up.")
@click.option("--plan", is_flag=True, help="Print what would run, and change nothing.")
def migrate(revision: str, down: bool, plan: bool) -> None:
    """Bring the store to the newest schema; makes a SQLite file that is not there yet.

    Others may go on writing: no table is kept locked for more than a few seconds.
    """
    from crm import migrate as migrations
    from crm.logs import configure_logging
    from crm.starting import reaching_store

    settings = _settings()
    configure_logging(settings)
    url = settings.database_url
    with _refusing(), reaching_store(settings):
        if plan:
            _print_plan(migrations.plan(url))
            return
        if down:
            migrations.downgrade(url, revision)
        else:
            migrations.upgrade(url, revision)
        state = migrations.state_of(url)
    if state.fit is migrations.Fit.AHEAD:
        click.echo(state.text[0].upper() + state.text[1:])
    else:
        click.echo(f"The store is at revision {state.revision or 'base'}.")


def _print_plan(steps: "list[PlannedStep]") -> None:
    for step in steps:
        kind = f"contract: versions before {step.runs_from} stop" if step.runs_from else "expand"
        click.echo(f"{step.revision}  {kind}  {step.title}")
    if not steps:
        click.echo("Nothing waits.")


@cli.command()
def openapi() -> None:
    """Print the OpenAPI description of the JSON API."""
    import json

    from crm.app import create_app

    settings = _settings()
    app = create_app(settings, make_work(settings), nullcontext)
    click.echo(json.dumps(app.openapi(), indent=2, ensure_ascii=False))


@cli.command()
@click.option("--if-empty", is_flag=True, help="Do nothing when the store holds data already.")
@click.option("--fresh", is_flag=True, help="Throw away the SQLite file that is there, and make a new city.")
def demo(if_empty: bool, fresh: bool) -> None:
    """Make the demo city, and print its users. Everybody and every association in it is invented."""
    from crm import migrate as migrations
    from crm.demo.city import make_demo_city
    from crm.logs import configure_logging
    from crm.starting import reaching_store
    from workers.delivery import deliver_due

    settings = _settings()
    configure_logging(settings.model_copy(update={"log_level": "warning"}))  # hundreds of deliveries go well
    if fresh:
        _remove_store(settings)
    with _refusing(), reaching_store(settings):
        migrations.upgrade(settings.database_url)
    work = make_work(settings)
    if _users(work):
        if not if_empty:
            raise Refusal("the store holds data already. Use --fresh for a new demo city in a new file.")
    else:
        summary = make_demo_city(work, city_date(work.clock.now()))
        deliver_due(work)
        click.echo(
            "Made the demo city: "
            + ", ".join(f"{count} {what}" for what, count in summary.counts.items())
            + "."
        )
    _print_demo_users(work)


def _users(work: "Work") -> "list[User]":
    from crm.accounts.queries import all_users
    from crm.viewer import SYSTEM

    with work.reading(SYSTEM) as uow:
        return [
            user
            for user in all_users(uow.session, uow.viewer)
            if user.left_on is None or user.left_on > city_date(work.clock.now())
        ]


def _print_demo_users(work: "Work") -> None:
    from crm.demo.colleagues import PASSWORD

    click.echo(f"Everybody in it is invented. Sign in with one of these names and the password {PASSWORD}:")
    for user in sorted(_users(work), key=lambda user: (user.role, user.login)):
        click.echo(f"  {user.login:<10} {user.role:<14} {user.name}")


def _remove_store(settings: Settings) -> None:
    if not settings.database_url.startswith("sqlite:///"):
        raise Refusal("--fresh throws away a SQLite file only.")
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


cli.add_command(timing)
cli.add_command(reach)
cli.add_command(backup)
cli.add_command(restore)
cli.add_command(mail)
cli.add_command(queue)


def main() -> None:
    """Runs the command line."""
    cli(prog_name="bereik", obj=_make_stored_work)


if __name__ == "__main__":
    main()
