"""Where each authority announces its dates, and how colleagues are asked for one: English message ids."""

from collections.abc import Mapping
from dataclasses import dataclass

from crm.agenda.observances.keys import Authority, Observance
from crm.agenda.observances.names import name_of
from crm.text import Text, mark


@dataclass(frozen=True)
class Announcer:
    """Where a date is announced, in words; with an address only where we are certain of it."""

    where: str
    address: str = ""


ANNOUNCERS: Mapping[str, Announcer] = {
    "belgium": Announcer(mark("On the website of the Moslimraad van België, and in the news that evening.")),
    "executive": Announcer(mark("On the website of the Moslimexecutieve van België.")),
    "diyanet": Announcer(
        mark("In the calendar of Diyanet, long before. Its website lists the religious days."),
        "https://www.diyanet.gov.tr/",
    ),
    "morocco": Announcer(
        mark("On the website of the Moroccan Ministry of Habous, the evening before."),
        "https://www.habous.gov.ma/",
    ),
}
"""By authority; whom a community follows is its own choice."""

_OTHERS: Mapping[Observance, Announcer] = {
    Observance.HANSWIJK_PROCESSION: Announcer(
        mark("On the website of the Hanswijk procession, and in the agenda of the city.")
    ),
    Observance.MAANROCK: Announcer(mark("On the website of Maanrock, and in the agenda of the city.")),
}

_QUESTIONS: Mapping[Observance, str] = {
    Observance.RAMADAN: mark("When does Ramadan begin?"),
    Observance.EID_AL_FITR: mark("When is Eid al-Fitr?"),
    Observance.EID_AL_ADHA: mark("When is Eid al-Adha?"),
    Observance.HANSWIJK_PROCESSION: mark("When is the Hanswijk procession?"),
    Observance.MAANROCK: mark("When is Maanrock?"),
}


def announcer_of(observance: Observance, authority: Authority) -> Announcer:
    """Where that authority announces the date of an observance."""
    return _OTHERS.get(observance) or ANNOUNCERS[authority.value]


def date_question(observance: Observance, language: str) -> Text:
    """What colleagues are asked about an observance."""
    msgid = _QUESTIONS.get(observance)
    if msgid is not None:
        return Text(msgid)
    return Text(mark("When is %(observance)s?"), {"observance": name_of(observance).in_language(language)})
