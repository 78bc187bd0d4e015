"""How the flags of an event follow its clashes: opened, changed, asked again, lifted, and what its owner is told."""

from collections.abc import Sequence

from crm.agenda.checking import LEVELS, WARNING_LEVELS, said_by, says
from crm.agenda.models import EventState, Flag, FlagChange, FlagState, ParticipationEvent
from crm.agenda.observances.keys import Level
from crm.agenda.timing import Clash
from crm.db import touch
from crm.domain_events import DomainEvent, FlagRaised, VerdictChanged
from crm.unit_of_work import UnitOfWork


def settle_flags(
    uow: UnitOfWork, event: ParticipationEvent, flags: Sequence[Flag], clashes: Sequence[Clash]
) -> None:
    """Makes the flags of an event say what the check found: one for each observance.

    Records FlagRaised for what its owner must decide on, and VerdictChanged where something that the owner was told
    became lighter, heavier or was lifted. Nobody is told anything of an event that is past or cancelled. What was told,
    and what became of it, is kept as rows of FlagChange.
    """
    is_news = event.state == EventState.PLANNED and event.ends_at > uow.now
    known = {flag.observance: flag for flag in flags}
    for clash in clashes:
        flag = known.pop(clash.observance.value, None)
        if flag is None:
            _open_flag(uow, event, clash, is_news)
        else:
            _update_flag(uow, flag, clash, is_news)
    for flag in known.values():
        if flag.state != FlagState.LIFTED:
            _lift_flag(uow, flag, is_news)


def _open_flag(uow: UnitOfWork, event: ParticipationEvent, clash: Clash, is_news: bool) -> None:
    flag = Flag(event_id=event.id, created_at=uow.now, changed_at=uow.now, **said_by(clash))
    uow.session.add(flag)
    uow.session.flush()
    if is_news and flag.level in WARNING_LEVELS:
        _tell(uow, flag, FlagRaised(flag.id))


def _update_flag(uow: UnitOfWork, flag: Flag, clash: Clash, is_news: bool) -> None:
    was_lifted = flag.state == FlagState.LIFTED
    if not was_lifted and says(flag, clash):
        return
    level_before, certainty_before = flag.level, flag.certainty
    is_other = (clash.title or None) != flag.title
    is_heavier = clash.level > LEVELS[level_before] or not {reason.value for reason in clash.reasons} <= set(
        flag.reason_codes
    )
    was_overruled = flag.state == FlagState.OVERRULED
    for name, value in said_by(clash).items():
        if getattr(flag, name) != value:
            setattr(flag, name, value)
    if was_lifted or (was_overruled and (is_heavier or is_other)):
        flag.state = FlagState.OPEN
    touch(flag, uow.now)
    if not is_news:
        return
    if was_lifted:
        flag.reported_at = None
    is_known = flag.reported_at is not None
    if is_known and flag.level != level_before:
        _tell(uow, flag, VerdictChanged(flag.id))
    elif flag.level in WARNING_LEVELS and flag.state == FlagState.OPEN and (not is_known or was_overruled):
        _tell(uow, flag, FlagRaised(flag.id))
    elif is_known and flag.certainty != certainty_before:
        _keep(uow, flag)


def _lift_flag(uow: UnitOfWork, flag: Flag, is_news: bool) -> None:
    flag.state = FlagState.LIFTED
    touch(flag, uow.now)
    if is_news and flag.reported_at is not None:
        _tell(uow, flag, VerdictChanged(flag.id))


def _tell(uow: UnitOfWork, flag: Flag, told: DomainEvent) -> None:
    flag.reported_at = uow.now
    _keep(uow, flag)
    uow.record(told, dedupe_key=f"flag:{flag.id}:{flag.version}")


def _keep(uow: UnitOfWork, flag: Flag) -> None:
    level = Level.NONE.word if flag.state == FlagState.LIFTED else flag.level
    uow.session.add(FlagChange(created_at=uow.now, flag_id=flag.id, level=level, certainty=flag.certainty))
