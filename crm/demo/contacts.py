"""Two years of contact moments: 2,500, in the rhythm of how each network is kept up."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from crm.contacts.models import (
    Channel,
    ContactColleague,
    ContactMoment,
    ContactParticipant,
    PeopleBand,
    Topic,
)
from crm.demo.care import Care
from crm.demo.colleagues import CONSULTANTS, LEFT, left_on
from crm.demo.draft import Circle, Draft, Told, instant, workday
from crm.demo.phrases import CLOSINGS, NEEDS, OPENINGS
from crm.parties.models import Party, PartyKind

CONTACTS = 2_500
STREET_ROUNDS = 130
NOTES_KEPT_DAYS = 365  # what was noted is kept for twelve months (crm/privacy.py)
HOURS = {
    Channel.VISIT: (9, 17),
    Channel.PHONE: (9, 17),
    Channel.MESSAGE: (8, 20),
    Channel.STREET: (13, 19),
    Channel.SESSION: (10, 20),
}
USUAL = (Channel.VISIT,) * 4 + (Channel.PHONE,) * 4 + (Channel.MESSAGE,) * 3 + (Channel.STREET,)
# In the five weeks of story 10 nothing is said but what the story tells.
TOLD_BY_STORY = {"Somalische vrouwen Arsenaal": 38}
SPOTS = (
    "de markt",
    "het station",
    "het speelplein",
    "de bibliotheek",
    "de winkelstraat",
    "de bushalte",
    "het park",
)


def add_contacts(draft: Draft) -> None:
    """Adds street rounds and contacts with every circle, until there are 2,500 with those of the stories."""
    for _ in range(STREET_ROUNDS):
        _walk_the_street(draft)
    circles = [circle for circle in draft.circles.values() if circle.care.weight]
    for circle, count in zip(circles, _shares(circles, CONTACTS - len(draft.told)), strict=True):
        for on in _days(draft, circle, count):
            _speak(draft, circle, on)
    for told in draft.told:
        _store(draft, told)


def _shares(circles: Sequence[Circle], total: int) -> list[int]:
    """The total divided by weight, by largest remainder."""
    weights = sum(circle.care.weight for circle in circles)
    exact = [total * circle.care.weight / weights for circle in circles]
    counts = [int(each) for each in exact]
    by_remainder = sorted(range(len(circles)), key=lambda place: (int(exact[place]) - exact[place], place))
    for place in by_remainder[: total - sum(counts)]:
        counts[place] += 1
    return counts


def _days(draft: Draft, circle: Circle, count: int) -> list[date]:
    """The days of so many contacts: evenly spread with some chance, over the time in which the line was alive."""
    first, last = draft.start_on, draft.today - timedelta(days=draft.between(1, 24))
    last -= timedelta(days=TOLD_BY_STORY.get(circle.party.name, 0))
    if circle.former_owner and circle.care is Care.COLD:
        last = left_on(draft.today)
    elif circle.care is Care.COLD:
        last = draft.today - timedelta(days=draft.between(530, 640))
    elif circle.care is Care.THIN:
        first, last = (
            draft.today - timedelta(days=440),
            draft.today - timedelta(days=draft.between(190, 330)),
        )
    span = (last - first).days
    days = [
        first + timedelta(days=int((place + draft.chance.random()) * span / count)) for place in range(count)
    ]
    days[-1] = last
    return [max(first, workday(on)) if draft.happens(0.85) else on for on in days]


def _speak(draft: Draft, circle: Circle, on: date) -> None:
    parties, band, channel = _who(draft, circle)
    topics = _topics(draft)
    is_open = channel in (Channel.SESSION, Channel.STREET) and band is not None
    low, high = HOURS[channel]
    tell(
        draft,
        _author(draft, circle, on),
        instant(on, draft.between(low, high), draft.pick((0, 10, 15, 20, 30, 40, 45, 50))),
        parties,
        topics,
        channel,
        circle=circle,
        place=circle.party.name if channel in (Channel.VISIT, Channel.SESSION) else None,
        neighbourhood=draft.pick(circle.places) if circle.places else None,
        band=band,
        summary=_summary(draft, topics[0], on),
        heard=is_open and circle.has_voice and draft.happens(0.6),
        others=(draft.pick(CONSULTANTS),) if draft.happens(0.08) else (),
    )


def _who(draft: Draft, circle: Circle) -> tuple[tuple[Party, ...], PeopleBand | None, Channel]:
    """Who was spoken with, how many where nobody is named, and how."""
    opener = circle.persons[0]
    if circle.care is Care.SINGLE:
        return (opener,), None, draft.pick(USUAL)
    if circle.care in (Care.THIN, Care.COLD):
        found = (opener, circle.party) if draft.happens(0.4) else (draft.pick(circle.persons),)
        return found, None, draft.pick(USUAL)
    chance = draft.chance.random()
    if chance < 0.15 and circle.care is not Care.SERVICE:
        channel = draft.pick((Channel.SESSION, Channel.STREET, Channel.VISIT))
        return (circle.party,), draft.pick((PeopleBand.FEW, PeopleBand.MANY, PeopleBand.MANY)), channel
    person = draft.pick(circle.persons[:3])
    if chance < 0.40:
        return (person, circle.party), None, Channel.VISIT
    if chance < 0.48 and len(circle.persons) > 1:
        return tuple(draft.chance.sample(circle.persons, 2)), None, Channel.VISIT
    return (person,), None, draft.pick(USUAL)


def _author(draft: Draft, circle: Circle, on: date) -> str:
    if circle.former_owner and on <= left_on(draft.today):
        return circle.former_owner
    return draft.pick(CONSULTANTS) if draft.happens(0.1) else circle.owner


def _topics(draft: Draft) -> tuple[Topic, ...]:
    return tuple(draft.chance.sample(list(Topic), 1 if draft.happens(0.7) else 2))


def _summary(draft: Draft, topic: Topic, on: date) -> str | None:
    if (draft.today - on).days >= NOTES_KEPT_DAYS or draft.happens(0.15):
        return None
    return f"{draft.pick(OPENINGS)} {draft.pick(NEEDS[topic])} {draft.pick(CLOSINGS)}"


def _walk_the_street(draft: Draft) -> None:
    """Adds a contact with people whose names nobody asked, somewhere in a neighbourhood."""
    on = workday(draft.today - timedelta(days=draft.between(3, 729)))
    topics = _topics(draft)
    author = LEFT if on <= left_on(draft.today) and draft.happens(0.1) else draft.pick(CONSULTANTS)
    tell(
        draft,
        author,
        instant(on, draft.between(13, 19), draft.pick((0, 15, 30, 45))),
        (),
        topics,
        Channel.STREET,
        place=draft.pick(SPOTS),
        neighbourhood=draft.pick(list(draft.places)),
        band=draft.pick(list(PeopleBand)),
        summary=_summary(draft, topics[0], on),
    )


def tell(
    draft: Draft,
    author: str,
    at: datetime,
    parties: tuple[Party, ...],
    topics: tuple[Topic, ...],
    channel: Channel,
    *,
    circle: Circle | None = None,
    place: str | None = None,
    neighbourhood: str | None = None,
    band: PeopleBand | None = None,
    summary: str | None = None,
    heard: bool = False,
    others: tuple[str, ...] = (),
) -> Told:
    """The new contact moment, with its author, the other colleagues and the parties that were there."""
    moment = ContactMoment(
        **draft.born_versioned(at + timedelta(minutes=20)),
        author_id=draft.users[author].id,
        happened_at=at,
        channel=channel,
        place=place,
        neighbourhood_id=None if neighbourhood is None else draft.places[neighbourhood],
        people_band=None if any(party.kind is PartyKind.PERSON for party in parties) else band,
        topics=[topic.value for topic in topics],
        summary=summary,
        group_itself_heard=heard,
    )
    told = Told(moment, tuple(dict.fromkeys((author, *others))), parties, circle)
    draft.told.append(told)
    return told


def _store(draft: Draft, told: Told) -> None:
    draft.add(told.moment)
    for login in told.colleagues:
        draft.add(ContactColleague(contact_id=told.moment.id, user_id=draft.users[login].id))
    for party in told.parties:
        draft.add(ContactParticipant(contact_id=told.moment.id, party_id=party.id))
