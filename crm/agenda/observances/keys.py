"""The words of the timing contract: observance keys, audience tags, formats, reasons, levels, certainty."""

from enum import IntEnum, StrEnum


class Observance(StrEnum):
    """Every observance key that the contract knows."""

    RAMADAN = "ramadan"
    EID_AL_FITR = "eid_al_fitr"
    ARAFAT_DAY = "arafat_day"
    EID_AL_ADHA = "eid_al_adha"
    LAYLAT_AL_QADR = "laylat_al_qadr"
    ISLAMIC_NEW_YEAR = "islamic_new_year"
    ASHURA = "ashura"
    MAWLID = "mawlid"
    JUMUAH = "jumuah"
    ALEVI_MUHARRAM = "alevi_muharram"
    ALEVI_ASURE = "alevi_asure"
    ALEVI_CEM = "alevi_cem"
    ALEVI_HIZIR = "alevi_hizir"
    SHABBAT = "shabbat"
    ROSH_HASHANAH = "rosh_hashanah"
    YOM_KIPPUR = "yom_kippur"
    SUKKOT = "sukkot"
    SIMCHAT_TORAH = "simchat_torah"
    HANUKKAH = "hanukkah"
    PURIM = "purim"
    PESACH = "pesach"
    SHAVUOT = "shavuot"
    TISHA_BAV = "tisha_bav"
    GOOD_FRIDAY = "good_friday"
    WESTERN_EASTER = "western_easter"
    ASCENSION = "ascension"
    PENTECOST = "pentecost"
    CHRISTMAS = "christmas"
    ORTHODOX_LENT = "orthodox_lent"
    ORTHODOX_HOLY_WEEK = "orthodox_holy_week"
    ORTHODOX_EASTER = "orthodox_easter"
    JULIAN_CHRISTMAS = "julian_christmas"
    ARMENIAN_CHRISTMAS = "armenian_christmas"
    GENNA = "genna"
    TIMKET = "timket"
    ETHIOPIAN_LENT = "ethiopian_lent"
    FASIKA = "fasika"
    MESKEL = "meskel"
    ENKUTATASH = "enkutatash"
    AKITU = "akitu"
    DIWALI = "diwali"
    HOLI = "holi"
    NAVRATRI = "navratri"
    VAISAKHI = "vaisakhi"
    VESAK = "vesak"
    LUNAR_NEW_YEAR = "lunar_new_year"
    NOWRUZ = "nowruz"
    NEWROZ = "newroz"
    PUBLIC_HOLIDAY = "public_holiday"
    BRIDGE_DAY = "bridge_day"
    CITY_CLOSURE = "city_closure"
    FLEMISH_COMMUNITY_DAY = "flemish_community_day"
    AUTUMN_BREAK = "autumn_break"
    CHRISTMAS_BREAK = "christmas_break"
    CARNIVAL_BREAK = "carnival_break"
    EASTER_BREAK = "easter_break"
    SUMMER_BREAK = "summer_break"
    SECONDARY_EXAMS = "secondary_exams"
    HIGHER_EDUCATION_EXAMS = "higher_education_exams"
    ELECTION = "election"
    HANSWIJK_PROCESSION = "hanswijk_procession"
    MAANROCK = "maanrock"
    IMPORTED = "imported"


class Part(StrEnum):
    """A part of an observance that has days of its own: it weighs in a check, and is not listed as a date."""

    WHOLE = ""
    RED_WEDNESDAY = "red_wednesday"
    CAUTION = "caution"


SCHOOL_BREAKS = frozenset(
    {
        Observance.AUTUMN_BREAK,
        Observance.CHRISTMAS_BREAK,
        Observance.CARNIVAL_BREAK,
        Observance.EASTER_BREAK,
        Observance.SUMMER_BREAK,
    }
)
"""The Flemish school holidays, for which a holiday camp is an opportunity."""


class Certainty(StrEnum):
    """How sure a date is: set by law, exact arithmetic, awaiting the moon, varying by place, announced, imported."""

    FIXED = "fixed"
    CALCULATED = "calculated"
    EXPECTED = "expected"
    LOCAL = "local"
    CONFIRMED = "confirmed"
    IMPORTED = "imported"


class Tag(StrEnum):
    """What an organiser ticks: calendars to respect and kinds of people invited. Never a label on a person."""

    GENERAL_PUBLIC = "general_public"
    ISLAM_GENERAL = "islam_general"
    ISLAM_MA = "islam_ma"
    ISLAM_TR = "islam_tr"
    ISLAM_EXECUTIVE = "islam_executive"
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
    FAMILIES = "families"
    CHILDREN = "children"
    YOUTH = "youth"
    SECONDARY_SCHOOL = "secondary_school"
    STUDENTS = "students"
    SENIORS = "seniors"
    WOMEN = "women"
    MEN = "men"
    LGBTQ = "lgbtq"
    DISABILITY = "disability"
    NEWCOMERS = "newcomers"
    MOSQUE_BOARDS = "mosque_boards"


class Format(StrEnum):
    """What kind of moment an event is."""

    MEETING = "meeting"
    MEAL = "meal"
    PHYSICAL = "physical"
    FESTIVAL = "festival"
    WORKSHOP = "workshop"
    HOLIDAY_CAMP = "holiday_camp"
    EXAM = "exam"
    OTHER = "other"


class Reason(StrEnum):
    """Why a moment weighs: stored with a clash, so that its text can be rebuilt."""

    DAY_FAST = "day_fast"
    FOOD_IN_FAST = "food_in_fast"
    PHYSICAL_IN_FAST = "physical_in_fast"
    IFTAR = "iftar"
    EVENING_PRAYER = "evening_prayer"
    LAST_TEN_NIGHTS = "last_ten_nights"
    EVE = "eve"
    FEAST_DAY = "feast_day"
    POSSIBLE_DAY = "possible_day"
    VISITS = "visits"
    FRIDAY_PRAYER = "friday_prayer"
    REST_DAY = "rest_day"
    HOLY_DAY = "holy_day"
    PREPARATION = "preparation"
    FAST = "fast"
    FOOD_RULES = "food_rules"
    MOURNING = "mourning"
    WEEKLY_EVENING = "weekly_evening"
    FAMILY_HOLIDAY = "family_holiday"
    EXAM_PERIOD = "exam_period"
    PUBLIC_HOLIDAY = "public_holiday"
    BRIDGE_DAY = "bridge_day"
    CLOSURE = "closure"
    ELECTION_DAY = "election_day"
    LEGAL_CAUTION = "legal_caution"
    LOCAL_EVENT = "local_event"
    TRAFFIC = "traffic"
    CELEBRATION = "celebration"
    IMPORTED = "imported"


class Level(IntEnum):
    """How much a moment keeps people away; the highest wins and nothing is added up."""

    NONE = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def word(self) -> str:
        """The level as the contract writes it.

        >>> Level.HIGH.word
        'high'
        """
        return self.name.lower()


class Authority(StrEnum):
    """Whose announcement of the moon a community follows (its own choice): `belgium` is the Moslimraad."""

    BELGIUM = "belgium"
    EXECUTIVE = "executive"
    MOROCCO = "morocco"
    DIYANET = "diyanet"
