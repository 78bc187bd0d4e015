"""A phone that sends the same contact several times at once, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

from sqlmodel import func, select

from crm.accounts.models import User
from crm.contacts.models import Agreement, ContactMoment, ContactParticipant
from crm.contacts.schemas import ContactCreate
from crm.contacts.service import log_contact
from crm.outbox import DomainEventRow
from crm.unit_of_work import Work
from crm.viewer import SYSTEM, Role, Viewer
from tests.conftest import NOW
from tests.crm.contacts.parts import CONTACT_ID, add_party, contact_with

SENT_AT_ONCE = 6


def test_same_contact_sent_at_once_is_stored_once(work: Work) -> None:
    with work.writing(SYSTEM) as uow:
        user = User(
            created_at=NOW,
            changed_at=NOW,
            name="Nora Peeters",
            login="nora",
            password_hash="x",
            role=Role.CONSULTANT,
        )
        uow.session.add(user)
        uow.session.flush()
        nora = Viewer(user.id, Role.CONSULTANT, user.name)
    nadia = add_party(work, nora, "Nadia")
    promised = [{"what": "Bel terug", "owner_id": str(nora.user_id), "due_on": "2026-12-01"}]
    sent = contact_with(nadia, id=CONTACT_ID, agreements=promised)
    wanted = ContactCreate.model_validate(sent | {"new_parties": [{"kind": "person", "name": "Malik"}]})
    start = Barrier(SENT_AT_ONCE)

    def send(_number: int) -> UUID:
        start.wait()
        with work.writing(nora) as uow:
            return log_contact(uow, wanted).id

    with ThreadPoolExecutor(SENT_AT_ONCE) as threads:
        answers = list(threads.map(send, range(SENT_AT_ONCE)))
    assert answers == [UUID(CONTACT_ID)] * SENT_AT_ONCE
    with work.reading(SYSTEM) as uow:
        logged = select(func.count()).where(DomainEventRow.kind == "ContactLogged")
        counts = [
            uow.session.exec(select(func.count()).select_from(table)).one()
            for table in (ContactMoment, ContactParticipant, Agreement)
        ]
        assert [*counts, uow.session.exec(logged).one()] == [1, 2, 1, 1]
