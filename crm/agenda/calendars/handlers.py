"""What the calendars do because of a domain event: colleagues are asked to confirm dates."""

from crm.agenda.calendars.asking import AwaitedDate, is_asked_now
from crm.agenda.calendars.models import DateQuestion
from crm.agenda.calendars.queries import date_questions, dates_to_confirm
from crm.domain_events import ConfirmationAsked, ScheduleDue
from crm.unit_of_work import UnitOfWork


def ask_for_dates(uow: UnitOfWork, event: ScheduleDue) -> None:
    """Records ConfirmationAsked for every date that an authority is about to announce; again where the day is near.

    It looks at today, not at when the job was due: what was missed while the machine was off is asked once, later.
    """
    awaited = dates_to_confirm(uow.session, uow.viewer, uow.today)
    if not awaited:
        return
    asked = {
        (row.observance, row.authority, row.calculated_on): row
        for row in date_questions(uow.session, uow.viewer)
    }
    for each in awaited:
        question = asked.get((each.observance, each.authority, each.calculated_on))
        if is_asked_now(each, None if question is None else question.asked_on, uow.today):
            _ask(uow, each, question)


def _ask(uow: UnitOfWork, awaited: AwaitedDate, question: DateQuestion | None) -> None:
    if question is None:
        question = DateQuestion(
            created_at=uow.now,
            observance=awaited.observance.value,
            authority=awaited.authority.value,
            calculated_on=awaited.calculated_on,
            times_asked=0,
            asked_on=uow.today,
        )
        uow.session.add(question)
    question.times_asked += 1
    question.asked_on = uow.today
    uow.session.flush()
    key = f"date_question:{question.id}:{question.times_asked}"
    uow.record(ConfirmationAsked(question.id, question.times_asked), dedupe_key=key)
