"""What the closed lists of the agenda are called on screen: English message ids, translated where they are shown."""

from collections.abc import Mapping

from crm.agenda.models import EventFormat, EventKind, EventState, Precision
from crm.agenda.observances.effects import DEFAULT_MATRIX
from crm.agenda.observances.keys import Authority, Certainty, Observance, Tag
from crm.parties.calendars import CALENDAR_NAMES
from crm.text import mark

EVENT_KINDS: Mapping[EventKind, str] = {
    EventKind.PARTICIPATION_EVENING: mark("Participation evening"),
    EventKind.LISTENING_SESSION: mark("Listening session"),
    EventKind.DIALOGUE_EVENING: mark("Dialogue evening"),
    EventKind.WORKSHOP: mark("Workshop"),
    EventKind.TRAINING: mark("Training"),
    EventKind.POLICY_LAB: mark("Policy lab"),
    EventKind.SURVEY_ROUND: mark("Survey round"),
    EventKind.FESTIVITY: mark("Festivity"),
    EventKind.OTHER: mark("Something else"),
}

EVENT_FORMATS: Mapping[EventFormat, str] = {
    EventFormat.MEETING: mark("Sitting together: a meeting, an information evening"),
    EventFormat.MEAL: mark("Eating together"),
    EventFormat.WORKSHOP: mark("Making or learning something"),
    EventFormat.PHYSICAL: mark("Moving: sport, a walk, working with your hands"),
    EventFormat.FESTIVAL: mark("A feast or a market"),
    EventFormat.HOLIDAY_CAMP: mark("A holiday activity for children"),
    EventFormat.EXAM: mark("An exam or a test"),
    EventFormat.OTHER: mark("Something else"),
}

EVENT_STATES: Mapping[EventState, str] = {
    EventState.PLANNED: mark("Planned"),
    EventState.CANCELLED: mark("Cancelled"),
}

PRECISIONS: Mapping[Precision, str] = {
    Precision.HOUR: mark("The hour is known"),
    Precision.DAY: mark("All day, or the hour is not known yet"),
    Precision.PERIOD: mark("Only the period is known"),
}

# Kinds of people whom an organiser invites; the other tags are calendars (crm/parties/calendars.py).
PEOPLE: Mapping[Tag, str] = {
    Tag.GENERAL_PUBLIC: mark("Everybody"),
    Tag.FAMILIES: mark("Families"),
    Tag.CHILDREN: mark("Children"),
    Tag.YOUTH: mark("Young people"),
    Tag.SECONDARY_SCHOOL: mark("Pupils of secondary schools"),
    Tag.STUDENTS: mark("Students"),
    Tag.SENIORS: mark("Older people"),
    Tag.WOMEN: mark("Women"),
    Tag.MEN: mark("Men"),
    Tag.LGBTQ: mark("LGBTI+ people"),
    Tag.DISABILITY: mark("People with a disability"),
    Tag.NEWCOMERS: mark("Newcomers"),
    Tag.MOSQUE_BOARDS: mark("Boards of mosques"),
}

AUTHORITIES: Mapping[Authority, str] = {
    Authority.BELGIUM: mark("Muslim Council of Belgium (Moslimraad)"),
    Authority.EXECUTIVE: mark("Muslim Executive of Belgium (EMB)"),
    Authority.DIYANET: mark("Diyanet (Türkiye)"),
    Authority.MOROCCO: mark("Morocco (Ministry of Habous)"),
}

CERTAINTIES: Mapping[Certainty, str] = {
    Certainty.FIXED: mark("set by law"),
    Certainty.CALCULATED: mark("calculated"),
    Certainty.EXPECTED: mark("expected"),
    Certainty.LOCAL: mark("differs by place"),
    Certainty.CONFIRMED: mark("confirmed"),
    Certainty.IMPORTED: mark("imported"),
}

CALENDARS: Mapping[Tag, str] = {Tag(calendar.value): name for calendar, name in CALENDAR_NAMES.items()}
"""The calendars that an organiser may respect, by tag."""

JUDGED: frozenset[Tag] = frozenset(
    tag
    for effect in DEFAULT_MATRIX.rows
    if effect.concerns is not None
    for tag in effect.concerns
    if tag in CALENDARS
)
"""The calendars that the check knows; of the others it says so, since silence would look like a good moment."""

CELEBRATIONS = (
    Observance.RAMADAN,
    Observance.EID_AL_FITR,
    Observance.EID_AL_ADHA,
    Observance.MAWLID,
    Observance.ALEVI_ASURE,
    Observance.ALEVI_CEM,
    Observance.SHABBAT,
    Observance.ROSH_HASHANAH,
    Observance.YOM_KIPPUR,
    Observance.SUKKOT,
    Observance.HANUKKAH,
    Observance.PURIM,
    Observance.PESACH,
    Observance.CHRISTMAS,
    Observance.WESTERN_EASTER,
    Observance.ORTHODOX_EASTER,
    Observance.JULIAN_CHRISTMAS,
    Observance.ARMENIAN_CHRISTMAS,
    Observance.GENNA,
    Observance.TIMKET,
    Observance.FASIKA,
    Observance.MESKEL,
    Observance.ENKUTATASH,
    Observance.AKITU,
    Observance.DIWALI,
    Observance.HOLI,
    Observance.NAVRATRI,
    Observance.VAISAKHI,
    Observance.VESAK,
    Observance.LUNAR_NEW_YEAR,
    Observance.NOWRUZ,
    Observance.NEWROZ,
    Observance.FLEMISH_COMMUNITY_DAY,
    Observance.HANSWIJK_PROCESSION,
    Observance.MAANROCK,
)
"""What an event may be itself, as the form offers it; the API takes every observance."""

CONFIRMABLE: Mapping[Observance, int] = {
    Observance.RAMADAN: 3,
    Observance.EID_AL_FITR: 3,
    Observance.EID_AL_ADHA: 3,
    Observance.HANSWIJK_PROCESSION: 7,
    Observance.MAANROCK: 7,
}
"""Observances whose first day is announced, and how many days it may lie from the calculated one."""
