"""A test message, sent before the transaction of its command begins, so that a slow receiver holds no lock of ours."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from crm.db import new_id
from crm.outside.connection import Way
from crm.unit_of_work import Work
from crm.webhooks import queries
from crm.webhooks.kinds import TEST
from crm.webhooks.sending import Message, Outcome, send


def _try_webhook(request: Request, key: UUID) -> Outcome:
    way: Way = request.app.state.way_out
    work: Work = request.app.state.work
    with work.reading(request.state.viewer) as uow:
        found = queries.webhook(uow.session, uow.viewer, key)
        message = Message(
            id=new_id(),
            kind=TEST,
            happened_at=uow.now,
            about_id=found.id,
            number=1,
            sent_at=uow.now,
            allowed=uow.settings.allowed_webhook_hosts,
            address=found.address,
            live=found.live_secrets(uow.now),
        )
    return send(message, way)


Tried = Annotated[Outcome, Depends(_try_webhook)]
