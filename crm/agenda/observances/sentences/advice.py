"""What to do about a clash, and how sure its date is, in three languages."""

from crm.agenda.observances.keys import Certainty, Reason
from crm.agenda.observances.names import Text

_AFTER_RAMADAN = Text(
    "Kies een dag na de ramadan, of een voormiddag zonder eten.",
    "Choose a day after Ramadan, or a morning without food.",
    "Choisissez un jour après le ramadan, ou une matinée sans repas.",
)
OTHER_DAY = Text(
    "Kies liever een andere dag.", "Better choose another day.", "Choisissez plutôt un autre jour."
)
_OTHER_EVENING = Text("Kies een andere avond.", "Choose another evening.", "Choisissez un autre soir.")
_FOOD = Text("Zorg voor aangepast eten.", "Offer suitable food.", "Prévoyez un repas adapté.")
ADVICE: dict[Reason, Text] = {
    Reason.IFTAR: _AFTER_RAMADAN,
    Reason.EVENING_PRAYER: _OTHER_EVENING,
    Reason.LAST_TEN_NIGHTS: _AFTER_RAMADAN,
    Reason.FOOD_IN_FAST: Text(
        "Laat eten en drinken weg, of kies een dag na de ramadan.",
        "Leave out food and drinks, or choose a day after Ramadan.",
        "Supprimez repas et boissons, ou choisissez un jour après le ramadan.",
    ),
    Reason.PHYSICAL_IN_FAST: Text(
        "Kies de voormiddag, of een dag na de ramadan.",
        "Choose the morning, or a day after Ramadan.",
        "Choisissez la matinée, ou un jour après le ramadan.",
    ),
    Reason.DAY_FAST: Text(
        "Best tussen 10 en 12 uur, en niet te lang.",
        "Best between 10:00 and 12:00, and not too long.",
        "De préférence entre 10 h et 12 h, et pas trop long.",
    ),
    Reason.MOURNING: Text(
        "Kies een andere dag voor een feest.",
        "Choose another day for a feast.",
        "Choisissez un autre jour pour une fête.",
    ),
    Reason.FAST: Text("Plan geen maaltijd.", "Do not plan a meal.", "Ne prévoyez pas de repas."),
    Reason.VISITS: Text(
        "Kies liever een paar dagen later.",
        "Better a few days later.",
        "Choisissez plutôt quelques jours plus tard.",
    ),
    Reason.EVE: _OTHER_EVENING,
    Reason.FRIDAY_PRAYER: Text(
        "Kies vrijdag voor 12 uur of na 15 uur.",
        "Choose Friday before 12:00 or after 15:00.",
        "Choisissez le vendredi avant 12 h ou après 15 h.",
    ),
    Reason.WEEKLY_EVENING: Text(
        "Kies een andere avond in de week.",
        "Choose another evening of the week.",
        "Choisissez un autre soir de la semaine.",
    ),
    Reason.REST_DAY: Text(
        "Kies zondag tot donderdag. Online helpt dan niet.",
        "Choose Sunday to Thursday. Going online does not help then.",
        "Choisissez du dimanche au jeudi. En ligne n’aide pas ce jour-là.",
    ),
    Reason.FOOD_RULES: _FOOD,
    Reason.FAMILY_HOLIDAY: Text(
        "Kies een schoolweek, of maak er iets voor kinderen van.",
        "Choose a school week, or make it an activity for children.",
        "Choisissez une semaine d’école, ou faites-en une activité pour enfants.",
    ),
    Reason.EXAM_PERIOD: Text(
        "Kies een dag voor of na de examens.",
        "Choose a day before or after the exams.",
        "Choisissez un jour avant ou après les examens.",
    ),
    Reason.LEGAL_CAUTION: Text(
        "Vraag de communicatiedienst wat mag.",
        "Ask the communication service what is allowed.",
        "Demandez au service communication ce qui est permis.",
    ),
    Reason.TRAFFIC: Text(
        "Geef mensen meer tijd om er te raken.",
        "Give people more time to get there.",
        "Laissez aux gens plus de temps pour arriver.",
    ),
    Reason.IMPORTED: Text(
        "Kijk na of het dezelfde mensen raakt.",
        "Check whether it concerns the same people.",
        "Vérifiez si cela concerne les mêmes personnes.",
    ),
}
"""What to do, by the first reason told; another day where nothing is said here."""

_DATE_CERTAIN = Text("De datum staat vast.", "The date is certain.", "La date est certaine.")
CERTAINTY_WORDS: dict[Certainty, Text] = {
    Certainty.FIXED: _DATE_CERTAIN,
    Certainty.CALCULATED: _DATE_CERTAIN,
    Certainty.CONFIRMED: Text("De datum is bevestigd.", "The date is confirmed.", "La date est confirmée."),
    Certainty.EXPECTED: Text(
        "Verwachte datum. Kijk ze nog na.",
        "Expected date. Check it again.",
        "Date prévue. À vérifier encore.",
    ),
    Certainty.LOCAL: Text(
        "Dit verschilt van plaats tot plaats.",
        "This differs from place to place.",
        "Cela varie d’un lieu à l’autre.",
    ),
    Certainty.IMPORTED: Text("Ingevoerde datum.", "Imported date.", "Date importée."),
}
MOON_MAY_SHIFT = Text(
    "Verwachte datum. Kan een dag schuiven.",
    "Expected date. It may shift by a day.",
    "Date prévue. Elle peut se décaler d’un jour.",
)
