"""The commands that answer a question from a file or the store: `timing`, `reach` and `mail`.

Their forms are a promise to other programs: exit status 0 when the question was answered, 2 for bad input with
one line on standard error and nothing on standard output.
"""

import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from crm.clock import SystemClock, city_date

if TYPE_CHECKING:
    from crm.unit_of_work import Work


class Refusal(click.ClickException):
    """One clear line on standard error, exit status 2."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        """Prints the line."""
        click.echo(f"bereik: {self.message}", err=True)


class Day(click.ParamType[date]):
    """A date such as 2027-02-23."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or a usage error that names the option."""
        try:
            return value if isinstance(value, date) else datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007
        except ValueError:
            self.fail("give a date such as 2027-02-23", param, ctx)


def read_file(file: str) -> str:
    """The text of a file, or of standard input for `-`; refuses what cannot be read."""
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Refusal(f"{file} cannot be read: it is not UTF-8.") from None
    except OSError as error:
        raise Refusal(f"{file} cannot be read: {error.strerror}.") from None


def print_json(value: object) -> None:
    """Prints the value as UTF-8 JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


as_json = click.option("--json", "is_json", is_flag=True, help="Print JSON instead of a table.")
calculated_only = click.option(
    "--calculated-only", is_flag=True, help="Use the computed date instead of a confirmed or imported one."
)


def make_store(context: click.Context) -> "Work":
    """The units of work over the stored data; the composition root says how they are made."""
    return cast("Callable[[], Work]", context.obj)()


@click.group()
def timing() -> None:
    """Is this a good moment? Observances, verdicts and the sun."""


@timing.command("check")
@click.argument("file", required=False)
@as_json
@calculated_only
@click.option(
    "--today", type=Day(), help="The day from which better moments are looked for (default: today)."
)
@click.option("--no-suggestions", is_flag=True, help="Leave out the better moments.")
@click.option("--stored", is_flag=True, help="Check the events of the store instead of a file.")
@click.option("--from", "first", type=Day(), help="With --stored: the first day.")
@click.option("--to", "last", type=Day(), help="With --stored: the last day.")
@click.pass_context
def check_timing(
    context: click.Context,
    file: str | None,
    is_json: bool,
    calculated_only: bool,
    today: date | None,
    no_suggestions: bool,
    stored: bool,
    first: date | None,
    last: date | None,
) -> None:
    """Check the events of FILE (a JSON list, - for standard input), or of the store."""
    from crm.agenda import timing_io, timing_tables

    if stored == (file is not None):
        raise click.UsageError("give either FILE or --stored")
    day = today or city_date(SystemClock().now())
    try:
        if stored:
            if first is None or last is None:
                raise click.UsageError("--stored needs --from and --to")
            rows = _stored_rows(make_store(context), first, last, day, calculated_only, not no_suggestions)
        else:
            rows = timing_io.check_json(read_file(cast(str, file)), day, calculated_only, not no_suggestions)
    except timing_io.BadTimingInput as error:
        raise Refusal(str(error)) from None
    if is_json:
        print_json(rows)
    else:
        click.echo(timing_tables.verdict_table(rows))


def _stored_rows(
    work: "Work", first: date, last: date, today: date, is_calculated: bool, has_suggestions: bool
) -> list[dict[str, object]]:
    from crm.agenda import queries, timing_io
    from crm.agenda.calendars.queries import stored_calendar
    from crm.viewer import SYSTEM

    timing_io.check_range(first, last)
    with work.reading(SYSTEM) as uow:
        events = queries.stored_checks(uow.session, uow.viewer, first, last)
        calendar = stored_calendar(uow.session, uow.viewer, is_calculated)
    return timing_io.check_events(events, calendar, today, has_suggestions)


@timing.command("occurrences")
@click.option("--from", "first", type=Day(), required=True, help="The first day.")
@click.option("--to", "last", type=Day(), required=True, help="The last day.")
@click.option(
    "--observance", "observances", multiple=True, metavar="KEY", help="Only this one; may be repeated."
)
@as_json
@calculated_only
def list_occurrences(
    first: date, last: date, observances: tuple[str, ...], is_json: bool, calculated_only: bool
) -> None:
    """List the observances between two days."""
    from crm.agenda import timing_io, timing_tables

    try:
        rows = timing_io.occurrences_json(first, last, observances, calculated_only)
    except timing_io.BadTimingInput as error:
        raise Refusal(str(error)) from None
    if is_json:
        print_json(rows)
    else:
        click.echo(timing_tables.occurrence_table(rows))


@timing.command("sun")
@click.argument("days", nargs=-1, required=True, type=Day())
@click.option("--lat", type=float, default=51.0259, show_default=True, help="Latitude in degrees.")
@click.option("--lon", type=float, default=4.4775, show_default=True, help="Longitude in degrees.")
@click.option("--timezone", default="Europe/Brussels", show_default=True, help="Time zone of the hours.")
@as_json
def show_sun(days: tuple[date, ...], lat: float, lon: float, timezone: str, is_json: bool) -> None:
    """Show sunrise, sunset, candle lighting and nightfall on each day."""
    from crm.agenda import timing_io, timing_tables

    try:
        rows = timing_io.sun_json(days, lat, lon, timezone)
    except timing_io.BadTimingInput as error:
        raise Refusal(str(error)) from None
    if is_json:
        print_json(rows)
    else:
        click.echo(timing_tables.sun_table(rows))


@click.group()
def reach() -> None:
    """Whom do we reach, through whom, and for how long?"""


@reach.command("analyse")
@click.argument("file")
@as_json
@click.option(
    "--next", "count", type=click.IntRange(min=0), default=5, show_default=True, help="Next contacts."
)
@click.option("--objective", type=click.Choice(["cover", "soft"]), default="cover", show_default=True)
@click.option(
    "--strength-new",
    type=float,
    default=0.6,
    show_default=True,
    help="Strength of a tie that a new contact makes.",
)
def analyse_reach(file: str, is_json: bool, count: int, objective: str, strength_new: float) -> None:
    """Analyse the network in FILE (JSON, - for standard input), or in a folder of CSV files; needs no store."""
    from graph import files, io

    try:
        is_folder = file != "-" and Path(file).is_dir()
        network = files.read_folder(Path(file)) if is_folder else io.read_network(read_file(file))
        result = io.analyse(network, count, objective, strength_new)
    except io.BadNetwork as error:
        raise Refusal(str(error)) from None
    if is_json:
        print_json(result)
    else:
        click.echo(io.table(result), nl=False)


@reach.command("report")
@click.option("--as-of", "as_of", type=Day(), help="The day that is looked at (default: today).")
@click.option("--json", "is_json", is_flag=True, required=True, help="Print JSON.")
@click.pass_context
def report_reach(context: click.Context, as_of: date | None, is_json: bool) -> None:
    """Print the reach report of the store: groups by neighbourhood, as the API answers it."""
    from crm.insight.export import report_json
    from crm.viewer import SYSTEM

    with make_store(context).reading(SYSTEM) as uow:
        print_json(report_json(uow.session, uow.viewer, as_of or uow.today))


@reach.command("export")
@click.option("--as-of", "as_of", type=Day(), help="The day that is looked at (default: today).")
@click.option(
    "--format", "form", type=click.Choice(["graphml", "gexf", "json"]), default="graphml", show_default=True
)
@click.pass_context
def export_reach(context: click.Context, as_of: date | None, form: str) -> None:
    """Print the network of the store, with ids and strengths and without names; Gephi opens it."""
    from crm.insight.export import stored_network
    from crm.viewer import SYSTEM
    from graph.export import ExportFormat, pieces

    with make_store(context).reading(SYSTEM) as uow:
        network = stored_network(uow.session, uow.viewer, as_of or uow.today)
    with click.open_file("-", "w", encoding="utf-8") as written:
        written.writelines(pieces(network, ExportFormat(form)))


@click.group()
def mail() -> None:
    """Mail: try the settings."""


@mail.command("check")
@click.argument("address")
def check_mail(address: str) -> None:
    """Send one mail to ADDRESS, and say what the mail server answered."""
    from crm.mail_settings import is_mail_address
    from crm.notices.mail.check import say_why, send_check
    from crm.notices.mail.smtp import NotSent
    from crm.settings import BadSettings, read_settings

    try:
        settings = read_settings()
    except BadSettings as error:
        raise Refusal(str(error)) from None
    if settings.mail_server is None:
        raise Refusal("BEREIK_SMTP_URL is empty: no mail is sent. See docs/mail.md.")
    if not is_mail_address(address):
        raise Refusal("give one mail address, such as name@example.org.")
    try:
        click.echo(send_check(settings, address, SystemClock().now()))
    except NotSent as error:
        raise Refusal(f"{say_why(error)}.") from None
