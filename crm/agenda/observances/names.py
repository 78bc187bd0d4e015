"""The names of observances in Dutch, English and French, side by side, with a first mention where one word is not enough."""

from dataclasses import dataclass

from crm.agenda.observances.keys import Observance


@dataclass(frozen=True)
class Text:
    """One text in the three languages of the product."""

    nl: str
    en: str
    fr: str

    def in_language(self, language: str) -> str:
        """The text in `nl`, `en` or `fr` (also of a locale such as `nl_BE`). Raises KeyError for another language.

        >>> Text("ja", "yes", "oui").in_language("fr_BE")
        'oui'
        """
        return self.as_dict()[language[:2]]

    def as_dict(self) -> dict[str, str]:
        """The texts by language, in the order of the contract."""
        return {"nl": self.nl, "en": self.en, "fr": self.fr}


NAMES: dict[Observance, Text] = {
    Observance.RAMADAN: Text("Ramadan", "Ramadan", "Ramadan"),
    Observance.EID_AL_FITR: Text("Eid al-Fitr", "Eid al-Fitr", "Aïd al-Fitr"),
    Observance.ARAFAT_DAY: Text("Dag van Arafat", "Day of Arafah", "Jour d’Arafat"),
    Observance.EID_AL_ADHA: Text("Eid al-Adha", "Eid al-Adha", "Aïd al-Adha"),
    Observance.LAYLAT_AL_QADR: Text("Laylat al-Qadr", "Laylat al-Qadr", "Laylat al-Qadr"),
    Observance.ISLAMIC_NEW_YEAR: Text("Islamitisch nieuwjaar", "Islamic New Year", "Nouvel An islamique"),
    Observance.ASHURA: Text("Ashura", "Ashura", "Achoura"),
    Observance.MAWLID: Text("Mawlid", "Mawlid", "Mawlid"),
    Observance.JUMUAH: Text("Vrijdaggebed", "Friday prayer", "Prière du vendredi"),
    Observance.ALEVI_MUHARRAM: Text("Muharram (alevieten)", "Muharram (Alevi)", "Muharram (alévis)"),
    Observance.ALEVI_ASURE: Text("Aşure", "Aşure", "Aşure"),
    Observance.ALEVI_CEM: Text("Cem", "Cem", "Cem"),
    Observance.ALEVI_HIZIR: Text("Hızır", "Hızır", "Hızır"),
    Observance.SHABBAT: Text("Sjabbat", "Shabbat", "Chabbat"),
    Observance.ROSH_HASHANAH: Text("Rosj Hasjana", "Rosh Hashanah", "Roch Hachana"),
    Observance.YOM_KIPPUR: Text("Jom Kipoer", "Yom Kippur", "Yom Kippour"),
    Observance.SUKKOT: Text("Soekot", "Sukkot", "Souccot"),
    Observance.SIMCHAT_TORAH: Text("Simchat Thora", "Simchat Torah", "Sim’hat Torah"),
    Observance.HANUKKAH: Text("Chanoeka", "Hanukkah", "Hanoucca"),
    Observance.PURIM: Text("Poerim", "Purim", "Pourim"),
    Observance.PESACH: Text("Pesach", "Passover", "Pessa’h"),
    Observance.SHAVUOT: Text("Sjavoeot", "Shavuot", "Chavouot"),
    Observance.TISHA_BAV: Text("Tisja be’Av", "Tisha B'Av", "Tisha Beav"),
    Observance.GOOD_FRIDAY: Text("Goede Vrijdag", "Good Friday", "Vendredi saint"),
    Observance.WESTERN_EASTER: Text("Pasen", "Easter", "Pâques"),
    Observance.ASCENSION: Text("Hemelvaart", "Ascension Day", "Ascension"),
    Observance.PENTECOST: Text("Pinksteren", "Pentecost", "Pentecôte"),
    Observance.CHRISTMAS: Text("Kerstmis", "Christmas", "Noël"),
    Observance.ORTHODOX_LENT: Text("Orthodoxe vasten", "Orthodox Lent", "Carême orthodoxe"),
    Observance.ORTHODOX_HOLY_WEEK: Text(
        "Orthodoxe Goede Week", "Orthodox Holy Week", "Semaine sainte orthodoxe"
    ),
    Observance.ORTHODOX_EASTER: Text("Orthodox Pasen", "Orthodox Easter", "Pâques orthodoxes"),
    Observance.JULIAN_CHRISTMAS: Text("Orthodoxe Kerst (7 januari)", "Julian Christmas", "Noël julien"),
    Observance.ARMENIAN_CHRISTMAS: Text("Armeense Kerst", "Armenian Christmas", "Noël arménien"),
    Observance.GENNA: Text("Genna", "Genna", "Genna"),
    Observance.TIMKET: Text("Timket", "Timket", "Timket"),
    Observance.ETHIOPIAN_LENT: Text("Ethiopische vasten", "Ethiopian Lent", "Carême éthiopien"),
    Observance.FASIKA: Text("Fasika", "Fasika", "Fasika"),
    Observance.MESKEL: Text("Meskel", "Meskel", "Meskel"),
    Observance.ENKUTATASH: Text("Enkutatash", "Enkutatash", "Enkutatash"),
    Observance.AKITU: Text("Akitu", "Akitu", "Akitu"),
    Observance.DIWALI: Text("Diwali", "Diwali", "Diwali"),
    Observance.HOLI: Text("Holi", "Holi", "Holi"),
    Observance.NAVRATRI: Text("Navratri", "Navratri", "Navratri"),
    Observance.VAISAKHI: Text("Vaisakhi", "Vaisakhi", "Vaisakhi"),
    Observance.VESAK: Text("Vesak", "Vesak", "Vesak"),
    Observance.LUNAR_NEW_YEAR: Text("Maannieuwjaar", "Lunar New Year", "Nouvel An lunaire"),
    Observance.NOWRUZ: Text("Nowruz", "Nowruz", "Norouz"),
    Observance.NEWROZ: Text("Newroz", "Newroz", "Newroz"),
    Observance.PUBLIC_HOLIDAY: Text("Wettelijke feestdag", "Public holiday", "Jour férié légal"),
    Observance.BRIDGE_DAY: Text("Brugdag", "Bridge day", "Jour de pont"),
    Observance.CITY_CLOSURE: Text(
        "Sluitingsdag van de stad", "City offices closed", "Fermeture des services communaux"
    ),
    Observance.FLEMISH_COMMUNITY_DAY: Text(
        "Vlaamse feestdag (11 juli)", "Day of the Flemish Community", "Fête de la Communauté flamande"
    ),
    Observance.AUTUMN_BREAK: Text("Herfstvakantie", "Autumn break", "Vacances d’automne"),
    Observance.CHRISTMAS_BREAK: Text("Kerstvakantie", "Christmas break", "Vacances de Noël"),
    Observance.CARNIVAL_BREAK: Text("Krokusvakantie", "Carnival break", "Vacances de carnaval"),
    Observance.EASTER_BREAK: Text("Paasvakantie", "Easter break", "Vacances de Pâques"),
    Observance.SUMMER_BREAK: Text("Zomervakantie", "Summer break", "Vacances d’été"),
    Observance.SECONDARY_EXAMS: Text("Examens secundair", "Secondary school exams", "Examens du secondaire"),
    Observance.HIGHER_EDUCATION_EXAMS: Text(
        "Examens hoger onderwijs", "Higher education exams", "Examens de l’enseignement supérieur"
    ),
    Observance.ELECTION: Text("Verkiezingen", "Elections", "Élections"),
    Observance.HANSWIJK_PROCESSION: Text(
        "Hanswijkprocessie", "Hanswijk procession", "Procession de Hanswijk"
    ),
    Observance.MAANROCK: Text("Maanrock", "Maanrock", "Maanrock"),
    Observance.IMPORTED: Text("Ingevoerde dag", "Imported day", "Jour importé"),
}
"""The short name of every key."""

FIRST_MENTIONS: dict[Observance, Text] = {
    Observance.EID_AL_FITR: Text(
        "Eid al-Fitr (ramadanfeest, Suikerfeest)",
        "Eid al-Fitr (feast at the end of Ramadan)",
        "Aïd al-Fitr (fête de la fin du ramadan)",
    ),
    Observance.EID_AL_ADHA: Text(
        "Eid al-Adha (Offerfeest)", "Eid al-Adha (Feast of Sacrifice)", "Aïd al-Adha (fête du sacrifice)"
    ),
    Observance.SHABBAT: Text(
        "Sjabbat (joodse rustdag)", "Shabbat (Jewish day of rest)", "Chabbat (jour de repos juif)"
    ),
    Observance.FASIKA: Text(
        "Fasika (Ethiopisch en Eritrees Pasen)",
        "Fasika (Ethiopian and Eritrean Easter)",
        "Fasika (Pâques éthiopiennes et érythréennes)",
    ),
}
"""How an observance is named the first time in a text."""


def name_of(observance: Observance) -> Text:
    """The short name of an observance."""
    return NAMES[observance]


def first_mention(observance: Observance) -> Text:
    """The name to open a text with: the short one, explained where that helps."""
    return FIRST_MENTIONS.get(observance, NAMES[observance])
