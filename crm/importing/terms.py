"""What the closed lists of imported calendars are called on screen: English message ids, translated where they are shown."""

from collections.abc import Mapping

from crm.agenda.calendars.models import Meaning
from crm.agenda.observances.keys import Level, Tag
from crm.agenda.terms import CALENDARS, PEOPLE
from crm.importing.failures import Failure, LeftOut
from crm.text import mark

MEANINGS: Mapping[Meaning, str] = {
    Meaning.SAME_PEOPLE: mark("The same people are there"),
    Meaning.TRAFFIC: mark("Traffic in the city changes"),
    Meaning.CLOSED: mark("Something is closed"),
    Meaning.NOTE: mark("Just a note"),
}

LEVELS: Mapping[str, str] = {
    Level.LOW.word: mark("A remark"),
    Level.MEDIUM.word: mark("Take care"),
    Level.HIGH.word: mark("Better not"),
}

AUDIENCES: Mapping[Tag, str] = {
    **{tag: name for tag, name in PEOPLE.items() if tag is not Tag.GENERAL_PUBLIC},
    **CALENDARS,
}
"""For whom the days of a calendar may count; everybody is what none of them means."""

FAILURES: Mapping[Failure, str] = {
    Failure.NOT_A_CALENDAR: mark("This is not a calendar. Choose an ICS file."),
    Failure.NOT_TEXT: mark("This file is not written as a calendar is: as text in UTF-8."),
    Failure.ENDS_TOO_EARLY: mark("The calendar stops in the middle. Perhaps it did not come through whole."),
    Failure.TOO_LARGE: mark("This calendar is larger than 1 MB. We do not read that much."),
    Failure.TOO_MANY: mark("This calendar holds more than 5,000 days or entries. We do not read that many."),
    Failure.TOO_HEAVY: mark("Working out this calendar takes too long. We stopped and kept nothing of it."),
    Failure.HOST_NOT_ALLOWED: mark("We may not ask this host: it is not on the list in the settings."),
    Failure.ADDRESS_NOT_ALLOWED: mark("We do not ask this address. Give one that starts with https://."),
    Failure.HOST_UNKNOWN: mark("We cannot find this address on the internet."),
    Failure.NO_ANSWER: mark("The other side did not answer as it should."),
    Failure.TOO_SLOW: mark("The other side took longer than 10 seconds."),
    Failure.NOT_SAFE: mark("The other side cannot show who it is: its certificate is not right."),
    Failure.LEADS_ELSEWHERE: mark("This address sends us on to another one. Give that one yourself."),
    Failure.REFUSED: mark("The other side does not give us this calendar."),
}

LEFT_OUT: Mapping[LeftOut, str] = {
    LeftOut.NO_START: mark("it has no date that we can read"),
    LeftOut.ENDS_BEFORE_START: mark("it ends before it starts"),
    LeftOut.UNKNOWN_ZONE: mark("we do not know its time zone"),
    LeftOut.TOO_OFTEN: mark("it comes back more than once a day"),
    LeftOut.TOO_LONG: mark("it lasts longer than a year"),
    LeftOut.TOO_HEAVY: mark("working out its days takes too long"),
    LeftOut.UNREADABLE: mark("we cannot read it"),
    LeftOut.MORE_TIMES: mark("it comes back very often: only the first 500 times are kept"),
}
