"""What groups of the demo city said themselves, in invented words that go on from the stories (docs/demo.md)."""

from crm.contacts.models import Channel
from crm.demo.colleagues import CONSULTANTS
from crm.demo.draft import Draft, Told
from crm.insight.steering.models import GroupNote, GroupNoteText, NoteSource
from crm.insight.steering.quarters import Quarter

# By group: what was written down, the last version last.
SAID = {
    "older": (
        "De lift van het dienstencentrum doet het weer.",
        "De lift van het dienstencentrum doet het weer. Nu vragen ze een bank bij de bushalte: lang staan lukt niet.",
    ),
    "mobility": (
        "Een lift die stuk is, houdt hen thuis. Ze willen het weten voor ze vertrekken, niet aan de deur.",
    ),
    "poverty": (
        "Inschrijven voor de school kan niet alleen online, zeggen ze. Het loket op woensdag helpt. Een brief in gewone "
        "taal helpt nog meer.",
    ),
    "women": ("Overdag komen ze graag, als er opvang is voor de kleinsten. 's Avonds lukt het niet.",),
    "romanian": ("Met Pasen zijn ze bij hun familie. Vraag ons eerst, en zet dan pas de datum vast.",),
    "assyrian": (
        "Op bezoek gaan bij elkaar hoort bij Pasen. In die week komt niemand naar een vergadering.",
    ),
    "dutch-learners": ("Ze willen oefenen met buren, niet alleen in de klas. Traag praten is genoeg.",),
}
_SOURCES = {Channel.SESSION: NoteSource.LISTENING_SESSION, Channel.STREET: NoteSource.STREET_ROUND}


def add_notes(draft: Draft) -> None:
    """Adds a note of each of these groups for the quarter in which it was last heard where people listen."""
    for group, texts in SAID.items():
        heard = [told for told in draft.told if _is_own_voice(told, group)]
        if heard:
            _add_note(draft, group, max(heard, key=lambda told: told.moment.happened_at), texts)


def _is_own_voice(told: Told, group: str) -> bool:
    return (
        told.moment.group_itself_heard
        and told.moment.withdrawn_at is None
        and told.circle is not None
        and group in told.circle.groups
        and told.colleagues[0] in CONSULTANTS
        and _source_of(told) is not None
    )


def _source_of(told: Told) -> NoteSource | None:
    if told.moment.signal_theme is not None:
        return NoteSource.SIGNAL
    return _SOURCES.get(told.moment.channel)


def _add_note(draft: Draft, group: str, told: Told, texts: tuple[str, ...]) -> None:
    source, at = _source_of(told), told.moment.created_at
    assert source is not None
    note = draft.add(
        GroupNote(
            **draft.born_versioned(at),
            version=len(texts),
            group_id=draft.groups[group],
            quarter_on=Quarter.of(told.on).first_on,
            source=source,
        )
    )
    for number, text in enumerate(texts, 1):
        draft.add(
            GroupNoteText(
                **draft.born(at),
                note_id=note.id,
                number=number,
                text=text,
                written_by_id=draft.users[told.colleagues[0]].id,
            )
        )
