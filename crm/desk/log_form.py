"""The form to log a contact, as a browser sends it: switches and chips on top of what the API takes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field, model_validator

from crm.clock import CITY_ZONE
from crm.contacts.schemas import ContactCreate

# What each switch opens: closed again, its fields count as not filled in.
_BEHIND_SWITCH = {
    "nobody": ("place", "neighbourhood_id", "network_id", "people_band"),
    "is_new": ("new_parties",),
    "promises": ("agreements",),
    "is_signal": ("signal",),
}


class ContactForm(ContactCreate):
    """A contact as the page sends it. The fields below only shape those of the contact."""

    q: str | None = Field(default=None, max_length=100)
    near: list[str] = Field(default_factory=list, max_length=1)
    network_id: UUID | None = None
    nobody: bool = False
    is_new: bool = False
    promises: bool = False
    is_signal: bool = False

    @model_validator(mode="before")
    @classmethod
    def _as_sent(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        sent = dict(values)
        for switch, names in _BEHIND_SWITCH.items():
            if not sent.get(switch):
                for name in names:
                    sent.pop(name, None)
        _take_near(sent)
        if "network_id" in sent:
            sent["party_ids"] = [*sent.get("party_ids", []), sent["network_id"]]
        if "happened_at" in sent:
            sent["happened_at"] = _in_the_city(sent["happened_at"])
        if sent.get("is_signal"):
            _name_theme(sent)
        return sent


def _take_near(sent: dict[str, Any]) -> None:
    """A chip of a place near stands for place and neighbourhood, unless others were filled in."""
    near = sent.get("near")
    if not isinstance(near, list) or "place" in sent or "neighbourhood_id" in sent:
        return
    neighbourhood_id, _, place = str(near[0]).partition("|")
    sent |= {key: value for key, value in (("place", place), ("neighbourhood_id", neighbourhood_id)) if value}


def _in_the_city(value: Any) -> Any:
    """A moment as a browser sends it has no zone: it is meant in the city's."""
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return value
    return at.replace(tzinfo=CITY_ZONE) if at.tzinfo is None else at


def _name_theme(sent: dict[str, Any]) -> None:
    """One tick makes a signal: its theme is what the contact was about, unless another one is chosen."""
    signal = sent.get("signal") or {}
    topics = sent.get("topics")
    if isinstance(signal, dict) and "theme" not in signal and topics:
        signal = signal | {"theme": topics[0]}
    sent["signal"] = signal
