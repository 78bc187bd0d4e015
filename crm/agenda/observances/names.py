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

    def filled_from(self, other: "Text") -> "Text":
        """The text with what the other says in each language that is empty here.

        >>> Text("ja", "", "").filled_from(Text("nee", "no", "non"))
        Text(nl='ja', en='no', fr='non')
        """
        return Text(self.nl or other.nl, self.en or other.en, self.fr or other.fr)

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
    Observance.ARAFAT_DAY: Text(
        "Dag van Arafat (dag voor het Offerfeest)",
        "Day of Arafah (the day before Eid al-Adha)",
        "Jour d’Arafat (veille de l’Aïd al-Adha)",
    ),
    Observance.LAYLAT_AL_QADR: Text(
        "Laylat al-Qadr (27e nacht van de ramadan)",
        "Laylat al-Qadr (27th night of Ramadan)",
        "Laylat al-Qadr (27e nuit du ramadan)",
    ),
    Observance.MAWLID: Text(
        "Mawlid (geboorte van de profeet)",
        "Mawlid (birth of the Prophet)",
        "Mawlid (naissance du Prophète)",
    ),
    Observance.ASHURA: Text(
        "Ashura (tiende dag van het islamitische jaar)",
        "Ashura (tenth day of the Islamic year)",
        "Achoura (dixième jour de l’année islamique)",
    ),
    Observance.ALEVI_MUHARRAM: Text(
        "Muharrem (twaalf dagen vasten van de alevieten)",
        "Muharrem (twelve days of fasting of Alevis)",
        "Muharrem (douze jours de jeûne des alévis)",
    ),
    Observance.ALEVI_ASURE: Text(
        "Aşure (einde van het vasten van de alevieten)",
        "Aşure (end of the fast of Alevis)",
        "Aşure (fin du jeûne des alévis)",
    ),
    Observance.ALEVI_CEM: Text(
        "Cem (samenkomst van de alevieten)",
        "Cem (gathering of Alevis)",
        "Cem (réunion des alévis)",
    ),
    Observance.ALEVI_HIZIR: Text(
        "Hızır (drie dagen vasten van de alevieten)",
        "Hızır (three days of fasting of Alevis)",
        "Hızır (trois jours de jeûne des alévis)",
    ),
    Observance.SHABBAT: Text(
        "Sjabbat (joodse rustdag)",
        "Shabbat (Jewish day of rest)",
        "Chabbat (jour de repos juif)",
    ),
    Observance.ROSH_HASHANAH: Text(
        "Rosj Hasjana (joods nieuwjaar)",
        "Rosh Hashanah (Jewish New Year)",
        "Roch Hachana (nouvel an juif)",
    ),
    Observance.YOM_KIPPUR: Text(
        "Jom Kipoer (Grote Verzoendag)",
        "Yom Kippur (Day of Atonement)",
        "Yom Kippour (jour du Grand Pardon)",
    ),
    Observance.SUKKOT: Text(
        "Soekot (joods Loofhuttenfeest)",
        "Sukkot (Jewish Feast of Tabernacles)",
        "Souccot (fête juive des cabanes)",
    ),
    Observance.SIMCHAT_TORAH: Text(
        "Simchat Thora (slot van Soekot)",
        "Simchat Torah (end of Sukkot)",
        "Sim’hat Torah (fin de Souccot)",
    ),
    Observance.HANUKKAH: Text(
        "Chanoeka (joods lichtfeest)",
        "Hanukkah (Jewish festival of lights)",
        "Hanoucca (fête juive des lumières)",
    ),
    Observance.PURIM: Text(
        "Poerim (joods feest van Ester)",
        "Purim (Jewish feast of Esther)",
        "Pourim (fête juive d’Esther)",
    ),
    Observance.PESACH: Text(
        "Pesach (joods paasfeest)",
        "Passover (Pesach)",
        "Pessa’h (Pâque juive)",
    ),
    Observance.SHAVUOT: Text(
        "Sjavoeot (joods wekenfeest)",
        "Shavuot (Jewish Feast of Weeks)",
        "Chavouot (fête juive des semaines)",
    ),
    Observance.TISHA_BAV: Text(
        "Tisja be’Av (joodse dag van rouw)",
        "Tisha B'Av (Jewish day of mourning)",
        "Tisha Beav (jour de deuil juif)",
    ),
    Observance.GENNA: Text(
        "Genna (Ethiopische en Eritrese Kerst)",
        "Genna (Ethiopian and Eritrean Christmas)",
        "Genna (Noël éthiopien et érythréen)",
    ),
    Observance.TIMKET: Text(
        "Timket (Ethiopisch en Eritrees feest van de doop)",
        "Timket (Ethiopian and Eritrean Epiphany)",
        "Timket (Épiphanie éthiopienne et érythréenne)",
    ),
    Observance.ETHIOPIAN_LENT: Text(
        "Ethiopische en Eritrese vasten (55 dagen)",
        "Ethiopian and Eritrean Lent (55 days)",
        "Carême éthiopien et érythréen (55 jours)",
    ),
    Observance.FASIKA: Text(
        "Fasika (Ethiopisch en Eritrees Pasen)",
        "Fasika (Ethiopian and Eritrean Easter)",
        "Fasika (Pâques éthiopiennes et érythréennes)",
    ),
    Observance.MESKEL: Text(
        "Meskel (Ethiopisch en Eritrees feest van het kruis)",
        "Meskel (Ethiopian and Eritrean feast of the Cross)",
        "Meskel (fête éthiopienne et érythréenne de la Croix)",
    ),
    Observance.ENKUTATASH: Text(
        "Enkutatash (Ethiopisch nieuwjaar)",
        "Enkutatash (Ethiopian New Year)",
        "Enkutatash (nouvel an éthiopien)",
    ),
    Observance.AKITU: Text(
        "Akitu (Assyrisch nieuwjaar)",
        "Akitu (Assyrian New Year)",
        "Akitu (nouvel an assyrien)",
    ),
    Observance.DIWALI: Text(
        "Diwali (lichtfeest)",
        "Diwali (festival of lights)",
        "Diwali (fête des lumières)",
    ),
    Observance.HOLI: Text(
        "Holi (lentefeest van de hindoes)",
        "Holi (Hindu festival of spring)",
        "Holi (fête hindoue du printemps)",
    ),
    Observance.NAVRATRI: Text(
        "Navratri (feestnachten van de hindoes)",
        "Navratri (Hindu nights of celebration)",
        "Navratri (nuits de fête hindoues)",
    ),
    Observance.VAISAKHI: Text(
        "Vaisakhi (feest van de sikhs)",
        "Vaisakhi (feast of the Sikhs)",
        "Vaisakhi (fête des sikhs)",
    ),
    Observance.VESAK: Text(
        "Vesak (feest van de boeddhisten)",
        "Vesak (feast of Buddhists)",
        "Vesak (fête des bouddhistes)",
    ),
    Observance.LUNAR_NEW_YEAR: Text(
        "Maannieuwjaar (Chinees en Vietnamees nieuwjaar)",
        "Lunar New Year (Chinese and Vietnamese New Year)",
        "Nouvel An lunaire (nouvel an chinois et vietnamien)",
    ),
    Observance.NOWRUZ: Text(
        "Nowruz (Perzisch nieuwjaar)",
        "Nowruz (Persian New Year)",
        "Norouz (nouvel an persan)",
    ),
    Observance.NEWROZ: Text(
        "Newroz (Koerdisch nieuwjaar)",
        "Newroz (Kurdish New Year)",
        "Newroz (nouvel an kurde)",
    ),
    Observance.MAANROCK: Text(
        "Maanrock (muziekfeest in het centrum)",
        "Maanrock (music festival in the centre)",
        "Maanrock (festival de musique au centre)",
    ),
}
"""How an observance is named the first time in a text."""


def name_of(observance: Observance) -> Text:
    """The short name of an observance."""
    return NAMES[observance]


def first_mention(observance: Observance) -> Text:
    """The name to open a text with: the short one, explained where that helps."""
    return FIRST_MENTIONS.get(observance, NAMES[observance])
