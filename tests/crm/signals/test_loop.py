"""The story of a signal, and the words of its lists."""

from datetime import date

from crm.signals.loop import Step, StepKind, days_to_answer, steps
from crm.signals.models import SignalState
from crm.signals.words import STATES


def test_steps_of_a_new_signal_wait_after_the_first() -> None:
    assert steps(date(2026, 9, 1), None, None, None) == [
        Step(StepKind.HEARD, date(2026, 9, 1), None),
        Step(StepKind.ASKED, None, None),
        Step(StepKind.ANSWERED, None, None),
        Step(StepKind.TOLD_BACK, None, None),
    ]


def test_steps_count_the_days_since_the_last_step_taken() -> None:
    without_service = steps(date(2026, 9, 1), None, date(2026, 9, 20), date(2026, 9, 24))
    assert [step.days for step in without_service] == [None, None, 19, 4]


def test_steps_entered_out_of_order_count_as_the_same_day() -> None:
    assert [step.days for step in steps(date(2026, 9, 3), date(2026, 9, 1), None, None)][1] == 0


def test_days_to_answer_are_unknown_while_people_wait() -> None:
    assert (days_to_answer(date(2026, 9, 1), None), days_to_answer(date(2026, 9, 1), date(2026, 9, 20))) == (
        None,
        19,
    )


def test_every_state_has_words() -> None:
    assert set(STATES) == set(SignalState)
