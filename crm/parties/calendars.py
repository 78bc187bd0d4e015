"""The calendars that an organisation or community says it keeps.

A closed list, the calendar tags of an event's audience. A calendar follows what a community said of itself,
never an origin (DOMAIN rule 2), and so a person has none.
"""

from collections.abc import Mapping
from enum import StrEnum

from crm.text import mark


class Calendar(StrEnum):
    """A calendar of feasts and rest days; the last part of a value says whose, where two differ."""

    ISLAM_GENERAL = "islam_general"
    ISLAM_EXECUTIVE = "islam_executive"
    ISLAM_MA = "islam_ma"
    ISLAM_TR = "islam_tr"
    ALEVI = "alevi"
    JEWISH = "jewish"
    CHRISTIAN_WESTERN = "christian_western"
    ORTHODOX_GENERAL = "orthodox_general"
    ORTHODOX_ET = "orthodox_et"
    ARMENIAN = "armenian"
    ASSYRIAN_CHALDEAN = "assyrian_chaldean"
    HINDU = "hindu"
    SIKH = "sikh"
    BUDDHIST = "buddhist"
    LUNAR_NEW_YEAR = "lunar_new_year"
    NOWRUZ = "nowruz"
    KURDISH = "kurdish"
    HUMANIST = "humanist"


CALENDAR_NAMES: Mapping[Calendar, str] = {
    Calendar.ISLAM_GENERAL: mark("Islamic, as the Moslimraad announces"),
    Calendar.ISLAM_EXECUTIVE: mark("Islamic, as the Moslimexecutieve announces"),
    Calendar.ISLAM_MA: mark("Islamic, as Morocco announces"),
    Calendar.ISLAM_TR: mark("Islamic, as Diyanet (Türkiye) announces"),
    Calendar.ALEVI: mark("Alevi"),
    Calendar.JEWISH: mark("Jewish"),
    Calendar.CHRISTIAN_WESTERN: mark("Christian, western"),
    Calendar.ORTHODOX_GENERAL: mark("Orthodox"),
    Calendar.ORTHODOX_ET: mark("Orthodox, Ethiopian and Eritrean"),
    Calendar.ARMENIAN: mark("Armenian"),
    Calendar.ASSYRIAN_CHALDEAN: mark("Assyrian and Chaldean"),
    Calendar.HINDU: mark("Hindu"),
    Calendar.SIKH: mark("Sikh"),
    Calendar.BUDDHIST: mark("Buddhist"),
    Calendar.LUNAR_NEW_YEAR: mark("Lunar New Year"),
    Calendar.NOWRUZ: mark("Nowruz (Persian New Year)"),
    Calendar.KURDISH: mark("Kurdish (Newroz)"),
    Calendar.HUMANIST: mark("Humanist"),
}
"""What a calendar is called on screen."""
