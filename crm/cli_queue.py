"""The command `bereik queue`: what waits, what failed and since when, what is wrong; retry or discard."""

from typing import TYPE_CHECKING
from uuid import UUID

import click

from crm.cli import Refusal, as_json, make_store, print_json

if TYPE_CHECKING:
    from crm.operations.observed import Observed
    from crm.operations.queries import GivenUpBy
    from crm.unit_of_work import Work

EVERY = "all"


@click.command()
@click.option("--retry", "retried", metavar="ID|all", help="Give this dead delivery its attempts back.")
@click.option(
    "--discard", "discarded", metavar="ID|all", help="Settle this dead delivery without its effects."
)
@click.option("--reason", "why", metavar="TEXT", help="Why it is discarded, without names: it is kept.")
@click.option(
    "--handler", default="", metavar="NAME", help="Only what this handler gave up, such as notices.tell_due."
)
@as_json
@click.pass_context
def queue(
    context: click.Context,
    retried: str | None,
    discarded: str | None,
    why: str | None,
    handler: str,
    is_json: bool,
) -> None:
    """Show what waits, what failed and since when, and what is wrong; retry or discard what was given up."""
    from crm import queue as looking
    from crm.operations.queries import given_up, observe
    from crm.viewer import SYSTEM

    if retried and discarded:
        raise Refusal("give either --retry or --discard.")
    work = make_store(context)
    if retried or discarded:
        _decide(work, retried, discarded, why, handler)
    with work.reading(SYSTEM) as uow:
        counts = looking.queue_depth(uow.session, work.queue_time).counts
        observed = observe(
            uow.session, SYSTEM, work.present_in(uow.session), is_embedded=uow.settings.is_embedded
        )
        failures = given_up(uow.session, SYSTEM, handler)
    if is_json:
        print_json(
            {"counts": {state.value: count for state, count in counts.items()}, **_said(observed, failures)}
        )
    else:
        click.echo("  ".join(f"{state.value} {count}" for state, count in counts.items()))
        _print(observed, failures)


def _decide(work: "Work", retried: str | None, discarded: str | None, why: str | None, handler: str) -> None:
    from crm.errors import BereikError
    from crm.operations import service
    from crm.viewer import SYSTEM

    if discarded and not 5 <= len(why or "") <= 300:
        raise Refusal("say why with --reason, in 5 to 300 characters.")
    try:
        with work.writing(SYSTEM) as uow:
            if retried == EVERY:
                service.retry_handler(uow, handler)
            elif retried:
                service.retry_delivery(uow, _delivery_id(retried))
            elif discarded == EVERY:
                service.discard_handler(uow, handler, why or "")
            elif discarded:
                service.discard_delivery(uow, _delivery_id(discarded), why or "")
    except BereikError as error:
        raise Refusal(str(error.text)) from None


def _delivery_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refusal("the id of a delivery looks like 0198c5d2-....") from None


def _said(observed: "Observed", failures: "tuple[GivenUpBy, ...]") -> dict[str, object]:
    from crm.operations.alarms import alarms

    since = observed.due_since()
    return {
        "oldest_due_at": since.isoformat() if since else None,
        "depth": [
            {
                "urgency": line.urgency.value,
                "state": line.state.value,
                "count": line.count,
                "due": line.due,
                "due_since": line.due_since.isoformat() if line.due_since else None,
            }
            for line in observed.depth
        ],
        "alarms": [{"kind": alarm.kind.value, "message": str(alarm.text)} for alarm in alarms(observed)],
        "dead": [
            {
                "id": str(row.id),
                "handler": row.handler,
                "error": row.error,
                "attempts": row.attempts,
                "event_kind": row.event_kind,
                "event_id": str(row.event_id),
                "request_id": row.request_id,
                "recorded_at": row.recorded_at.isoformat(),
            }
            for group in failures
            for row in group.deliveries
        ],
        "processes": [
            {
                "kind": one.kind.value,
                "host": one.host,
                "pid": one.pid,
                "seen_at": one.seen_at.isoformat(),
                "is_seen": one.is_seen(observed.at),
                "carries": len(one.carries),
            }
            for one in observed.processes
        ],
    }


def _print(observed: "Observed", failures: "tuple[GivenUpBy, ...]") -> None:
    from crm.operations.alarms import alarms

    for line in observed.depth:
        since = f", due since {line.due_since.isoformat()}" if line.due_since else ""
        click.echo(f"{line.urgency.value:<12} {line.state.value:<8} {line.count}{since}")
    if observed.due_since() is None:
        click.echo("nothing is due")
    for alarm in alarms(observed):
        click.echo(f"alarm: {alarm.kind.value}: {alarm.text}")
    for group in failures:
        for row in group.deliveries:
            click.echo(f"given up: {row.id}  {row.handler}  {row.attempts} attempts  {row.error}")
        if group.total > len(group.deliveries):
            click.echo(f"given up: {group.total} in all by {group.handler}")
