"""What the timing check says, in Dutch, English and French side by side: short sentences for somebody without training.

Each clash reads: what it is and until when, what happens at that hour, what to do, how sure the date is. The texts
speak of "veel mensen die je uitnodigt", never of what a group cannot do. They are rebuilt from the stored reasons, in
three languages at once with dates and hours of each, so they stand here and not in the catalogue.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from crm.agenda.observances.keys import SCHOOL_BREAKS, Certainty, Level, Observance, Reason
from crm.agenda.observances.names import Text, first_mention, name_of
from crm.agenda.observances.sentences import (
    ADVICE,
    CERTAINTY_WORDS,
    MOON_MAY_SHIFT,
    OTHER_DAY,
    SENTENCES,
    SPECIAL,
)
from crm.agenda.observances.sun import CANDLES_BEFORE_SUNSET
from crm.agenda.suggestions import Suggestion
from crm.agenda.timing import Clash
from crm.agenda.wall_clock import Note, NoteCode

LANGUAGES = ("nl", "en", "fr")

VERDICT_WORDS: dict[Level, Text] = {
    Level.NONE: Text("Goed moment", "Good moment", "Bon moment"),
    Level.LOW: Text(
        "Goed moment, met een opmerking", "Good moment, with a remark", "Bon moment, avec une remarque"
    ),
    Level.MEDIUM: Text("Let op", "Take care", "Attention"),
    Level.HIGH: Text("Liever niet", "Better not", "Plutôt pas"),
}

MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),  # noqa: SIM905
    "en": "January February March April May June July August September October November December".split(),  # noqa: SIM905
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),  # noqa: SIM905
}
WEEKDAYS = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}

MOON = frozenset(
    {
        Observance.RAMADAN,
        Observance.EID_AL_FITR,
        Observance.ARAFAT_DAY,
        Observance.EID_AL_ADHA,
        Observance.LAYLAT_AL_QADR,
        Observance.ISLAMIC_NEW_YEAR,
        Observance.ASHURA,
        Observance.MAWLID,
        Observance.ALEVI_MUHARRAM,
        Observance.ALEVI_ASURE,
    }
)
LONG = SCHOOL_BREAKS | {
    Observance.RAMADAN,
    Observance.SECONDARY_EXAMS,
    Observance.HIGHER_EDUCATION_EXAMS,
    Observance.ORTHODOX_LENT,
    Observance.ETHIOPIAN_LENT,
    Observance.ALEVI_MUHARRAM,
    Observance.ALEVI_HIZIR,
    Observance.HANUKKAH,
    Observance.PESACH,
    Observance.SUKKOT,
    Observance.NAVRATRI,
    Observance.NOWRUZ,
    Observance.ELECTION,
    Observance.MAANROCK,
}
"""Observances that last long enough to say until when."""

_NOTES: dict[NoteCode, Text] = {
    NoteCode.HOUR_UNKNOWN: Text(
        "Het uur is niet bekend. We keken naar de hele dag.",
        "The hour is not known. We looked at the whole day.",
        "L’heure n’est pas connue. Nous avons regardé toute la journée.",
    ),
    NoteCode.START_SKIPPED: Text(
        "Het begin valt in het uur dat de zomertijd overslaat. We rekenen met {hour}.",
        "The start falls in the hour that summer time skips. We use {hour}.",
        "Le début tombe dans l’heure supprimée par l’heure d’été. Nous prenons {hour}.",
    ),
    NoteCode.START_TWICE: Text(
        "Het begin bestaat twee keer die nacht (wintertijd). We rekenen met de eerste keer.",
        "The start exists twice that night (winter time). We use the first.",
        "Le début existe deux fois cette nuit-là (heure d’hiver). Nous prenons la première.",
    ),
    NoteCode.END_SKIPPED: Text(
        "Het einde valt in het uur dat de zomertijd overslaat. We rekenen met {hour}.",
        "The end falls in the hour that summer time skips. We use {hour}.",
        "La fin tombe dans l’heure supprimée par l’heure d’été. Nous prenons {hour}.",
    ),
    NoteCode.END_TWICE: Text(
        "Het einde bestaat twee keer die nacht (wintertijd). We rekenen met de eerste keer.",
        "The end exists twice that night (winter time). We use the first.",
        "La fin existe deux fois cette nuit-là (heure d’hiver). Nous prenons la première.",
    ),
}

_NAMED = Text("{name}.", "{name}.", "{name}.")
_UNTIL = Text("{name}, tot en met {until}.", "{name}, until {until}.", "{name}, jusqu’au {until}.")
_FREE_CHILDREN = Text(
    "Kinderen zijn vrij. Een kans voor een activiteit met hen.",
    "Children are free. A chance for an activity with them.",
    "Les enfants sont libres. Une chance pour une activité avec eux.",
)
_PART_OF = Text(
    "Dit moment hoort bij {name}. Een kans: nodig de buren uit.",
    "This event belongs to {name}. A chance: invite the neighbours.",
    "Ce moment fait partie de {name}. Une chance : invitez les voisins.",
)
_SAME_SLOT = Text(
    "Zelfde weekdag en uur.", "Same weekday and hour.", "Même jour de la semaine et même heure."
)
_OTHER_SLOT = Text(
    "Een ander uur dat hierbij past.", "Another hour that suits this.", "Une autre heure qui convient."
)
_AVOIDS = Text(
    "Valt niet samen met: {avoids}.", "Does not coincide with: {avoids}.", "Ne coïncide pas avec : {avoids}."
)
_REMAINS = Text("Let nog op: {remaining}.", "Still note: {remaining}.", "Notez encore : {remaining}.")


def format_date(on: date, language: str, has_weekday: bool = False) -> str:
    """A date in words, without its year.

    >>> format_date(date(2027, 3, 16), "nl", has_weekday=True)
    'dinsdag 16 maart'
    """
    day = "1er" if language == "fr" and on.day == 1 else str(on.day)
    written = f"{day} {MONTHS[language][on.month - 1]}"
    return f"{WEEKDAYS[language][on.weekday()]} {written}" if has_weekday else written


def format_hour(at: datetime, language: str) -> str:
    """A local hour as that language writes it.

    >>> format_hour(datetime(2027, 2, 23, 18, 11), "nl")
    '18.11 uur'
    """
    return {"nl": f"{at:%H.%M} uur", "en": f"{at:%H:%M}", "fr": f"{at.hour} h {at:%M}"}[language]


def _in_three(parts: Iterable[tuple[Text, dict[str, dict[str, str]]]]) -> Text:
    """The parts, filled in and joined, in each language."""
    settled = list(parts)
    said = {
        language: " ".join(text.in_language(language).format(**values[language]) for text, values in settled)
        for language in LANGUAGES
    }
    return Text(**said)


def _told_reasons(clash: Clash) -> list[Reason]:
    """The reasons worth telling: at most two, and in an evening of Ramadan always the meal before the prayer."""
    reasons = set(clash.reasons)
    if clash.observance is Observance.RAMADAN and Reason.EVENING_PRAYER in reasons:
        reasons.add(Reason.IFTAR)
    if Reason.REST_DAY in reasons:
        reasons.discard(Reason.PREPARATION)  # the hours of rest say enough
    told = [reason for reason in SENTENCES if reason in reasons][:2]
    if Reason.POSSIBLE_DAY in reasons and Reason.POSSIBLE_DAY not in told:
        told.append(Reason.POSSIBLE_DAY)
    return told


def _until(clash: Clash) -> Text:
    """What it is, and for a long observance until when."""
    name = _own_name(clash) or first_mention(clash.observance)
    is_long = clash.observance in LONG or bool(clash.title)
    values = {
        language: {"name": name.in_language(language), "until": format_date(clash.until_on, language)}
        for language in LANGUAGES
    }
    return _in_three([(_UNTIL if is_long and clash.until_on > clash.starts_at.date() else _NAMED, values)])


def _own_name(clash: Clash) -> Text | None:
    """The name that an imported day brought along: as it stands there, in every language."""
    return Text(clash.title, clash.title, clash.title) if clash.title else None


def clash_name(clash: Clash) -> Text:
    """What the event falls together with, in few words."""
    return _own_name(clash) or name_of(clash.observance)


def _certainty(clash: Clash) -> Text:
    if clash.certainty is Certainty.EXPECTED and clash.observance in MOON:
        return MOON_MAY_SHIFT
    return CERTAINTY_WORDS[clash.certainty]


def clash_text(clash: Clash) -> Text:
    """What a clash means: what and until when, what happens, what to do, how sure."""
    told = _told_reasons(clash)
    sentences = [_sentence(clash, reason) for reason in told]
    values = _values(clash)
    told_of = _in_three((text, values) for text in (*sentences, _advice(clash, told), _certainty(clash)))
    name = _until(clash)  # not filled in once more: the title of an imported day may hold braces
    return Text(f"{name.nl} {told_of.nl}", f"{name.en} {told_of.en}", f"{name.fr} {told_of.fr}")


def meaning_text(clash: Clash) -> Text:
    """What a day means for an event, in short: what happens then, and what to do."""
    told = _told_reasons(clash)
    values = _values(clash)
    return _in_three(
        (text, values) for text in (*(_sentence(clash, one) for one in told[:1]), _advice(clash, told))
    )


def _values(clash: Clash) -> dict[str, dict[str, str]]:
    """What sentences about a clash fill in, by language."""
    begin = clash.starts_at
    if Reason.REST_DAY in clash.reasons and clash.sunset_at is not None:
        begin = max(
            begin, clash.sunset_at - CANDLES_BEFORE_SUNSET
        )  # the envelope may start with the preparation
    return {
        language: {
            "name": clash_name(clash).in_language(language),
            "sunset": "" if clash.sunset_at is None else format_hour(clash.sunset_at, language),
            "start": f"{WEEKDAYS[language][begin.weekday()]} {format_hour(begin, language)}",
            "end": f"{WEEKDAYS[language][clash.ends_at.weekday()]} {format_hour(clash.ends_at, language)}",
        }
        for language in LANGUAGES
    }


def _sentence(clash: Clash, reason: Reason) -> Text:
    return SPECIAL.get((clash.observance, reason), SENTENCES[reason])


def _advice(clash: Clash, told: Sequence[Reason]) -> Text:
    usual = ADVICE.get(told[0], OTHER_DAY) if told else OTHER_DAY
    return usual if clash.advice is None else clash.advice.filled_from(usual)


def opportunity_text(observance: Observance) -> Text:
    """Why the moment is a chance: it is the celebration itself, or children are free."""
    if observance in SCHOOL_BREAKS:
        return _FREE_CHILDREN
    name = first_mention(observance)
    values = {language: {"name": name.in_language(language)} for language in LANGUAGES}
    return _in_three([(_PART_OF, values)])


def _listed(observances: Iterable[Observance], language: str) -> str:
    return ", ".join(name_of(each).in_language(language) for each in observances)


def suggestion_text(suggestion: Suggestion) -> Text:
    """Why another moment is better, and what is still to be noted there."""
    values = {
        language: {
            "avoids": _listed(suggestion.avoids, language),
            "remaining": _listed(suggestion.remaining, language),
        }
        for language in LANGUAGES
    }
    parts = [_SAME_SLOT if suggestion.is_same_slot else _OTHER_SLOT]
    if suggestion.avoids:
        parts.append(_AVOIDS)
    if suggestion.remaining:
        parts.append(_REMAINS)
    return _in_three((text, values) for text in parts)


def note_text(note: Note) -> Text:
    """How an event was read."""
    values = {
        language: {"hour": "" if note.at is None else format_hour(note.at, language)}
        for language in LANGUAGES
    }
    return _in_three([(_NOTES[note.code], values)])
