"""Not now: left out before anything is chosen, and not asked again until something changes."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlmodel import col, select

from crm.contacts.models import Channel
from crm.contacts.schemas import ContactCreate
from crm.contacts.service import log_contact, withdraw_contact
from crm.db import touch
from crm.errors import BadInput, NotAllowed, NotFound
from crm.insight.next_contacts import service
from crm.insight.next_contacts.models import Dismissal, DismissalReason
from crm.insight.next_contacts.schemas import DismissalCreate
from crm.insight.next_contacts.suggesting import seen_now
from crm.parties.models import ReachLink, Strength, Tie
from crm.parties.service import archive_party
from crm.viewer import SYSTEM, Role, Viewer
from tests.crm.insight.city import NOW, TODAY
from tests.crm.insight.next_contacts.parts import Around

TOMORROW = TODAY + timedelta(days=1)
SEEN = "0" * 64


def test_who_is_put_off_makes_room_for_others(around: Around) -> None:
    key = around.put_off(around.youssef, reason="no_time", words="Na de grote vakantie.")
    found = around.next_up()
    assert [one.party.name for one in found.suggestions] == ["Amina"]
    assert [(one.party.name, one.decision.by, one.decision.dismissal.id) for one in found.put_off] == [
        ("Youssef", "Nora Peeters", key)
    ]
    decided = found.put_off[0].decision.dismissal
    assert (decided.reason, decided.words, decided.created_at) == (
        DismissalReason.NO_TIME,
        "Na de grote vakantie.",
        NOW,
    )


def test_a_decision_taken_back_counts_no_longer(around: Around) -> None:
    around.put_off(around.youssef)
    key = around.put_off(around.youssef)
    with around.work.writing(around.nora) as uow:
        first = service.take_back_dismissal(uow, key)
        assert (first.taken_back_at, first.taken_back_by_id) == (uow.now, around.nora.user_id)
        assert service.take_back_dismissal(uow, key).taken_back_at == uow.now
    found = around.next_up()
    assert ([one.party.name for one in found.suggestions], found.put_off) == (["Youssef"], ())
    assert found.suggestions[0].before is None


def _log_contact(around: Around) -> None:
    with around.work.writing(around.nora) as uow:
        log_contact(uow, ContactCreate(channel=Channel.PHONE, party_ids=[around.youssef]))


def _change_tie(around: Around) -> None:
    with around.work.writing(SYSTEM) as uow:
        tie = uow.session.exec(select(Tie)).one()
        tie.strength = Strength.TRUSTS_US
        touch(tie, uow.now)


def _end_reach_link(around: Around) -> None:
    with around.work.writing(SYSTEM) as uow:
        link = uow.session.exec(select(ReachLink).where(col(ReachLink.holder_id) == around.youssef)).one()
        link.until = TODAY
        touch(link, uow.now)


def _add_tie(around: Around) -> None:
    around.city.tie(around.youssef, around.city.person("Samira"), Strength.KNOWS_US)


def _know_amina_a_little(around: Around) -> None:
    """The cell that Youssef opens over her is a weak line now: nothing of his own changed."""
    around.city.knows(around.nora, around.amina, Strength.ACQUAINTED, days_ago=200)


@pytest.mark.parametrize(
    "change", [_log_contact, _change_tie, _end_reach_link, _add_tie, _know_amina_a_little]
)
def test_it_is_asked_again_once_something_changed(around: Around, change: Callable[[Around], None]) -> None:
    around.put_off(around.youssef)
    assert around.next_up().put_off != ()
    change(around)
    found = around.next_up()
    assert found.put_off == ()
    one = next(one for one in found.suggestions if one.party.name == "Youssef")
    assert one.before is not None
    assert (one.before.by, one.before.dismissal.reason) == ("Nora Peeters", DismissalReason.BUSY)


def test_what_changed_back_is_put_off_as_before(around: Around) -> None:
    around.put_off(around.youssef)
    with around.work.writing(around.nora) as uow:
        contact = log_contact(uow, ContactCreate(channel=Channel.PHONE, party_ids=[around.youssef]))
        withdraw_contact(uow, contact.id)
    assert [one.party.name for one in around.next_up().put_off] == ["Youssef"]


def test_something_about_others_changes_nothing(around: Around) -> None:
    around.put_off(around.youssef)
    other = around.city.person("Samira")
    around.city.knows(around.nora, other, Strength.TRUSTS_US)
    around.city.contact(around.nora, other)
    assert [one.party.name for one in around.next_up().put_off] == ["Youssef"]


def test_it_is_asked_again_on_the_day_that_was_chosen(around: Around) -> None:
    around.put_off(around.youssef, ask_again_on=TOMORROW)
    assert around.proposed() == ["Amina"]
    assert around.proposed(TOMORROW) == ["Youssef"]


def test_who_is_archived_is_not_listed(around: Around) -> None:
    around.put_off(around.youssef)
    with around.work.writing(around.nora) as uow:
        archive_party(uow, around.youssef)
    assert around.next_up().put_off == ()


def test_wrong_decisions_are_refused(around: Around) -> None:
    for fields in ({"reason": "other"}, {"reason": "lazy"}, {"seen": "x"}, {"words": "a" * 201}):
        with pytest.raises(ValidationError):
            DismissalCreate.model_validate({"reason": "busy", "seen": SEEN} | fields)
    wanted = DismissalCreate.model_validate({"reason": "busy", "seen": SEEN, "ask_again_on": TODAY})
    with around.work.writing(around.nora) as uow:
        with pytest.raises(BadInput) as refused:
            service.dismiss_next_contact(uow, around.youssef, wanted)
        assert refused.value.field == "ask_again_on"
        right = wanted.model_copy(update={"ask_again_on": None})
        with pytest.raises(NotFound):
            service.dismiss_next_contact(uow, UUID(int=7), right)
        with pytest.raises(NotFound):
            service.take_back_dismissal(uow, UUID(int=7))
        with pytest.raises(NotFound):
            seen_now(uow.session, around.nora, TODAY, UUID(int=7))
        assert around.nora.user_id is not None
        with pytest.raises(NotFound):
            seen_now(uow.session, around.nora, TODAY, around.nora.user_id)
    manager = Viewer(around.nora.user_id, Role.MANAGER)
    with around.work.writing(manager) as uow:
        with pytest.raises(NotAllowed):
            service.dismiss_next_contact(uow, around.youssef, right)
        assert uow.session.exec(select(Dismissal)).all() == []
