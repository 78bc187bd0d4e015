"""What happens at a clash, what to do about it and how sure its date is: sentences by reason, in three languages.

Placeholders: {name}, {sunset}, {start}, {end}; the last two with their weekday.
"""

from crm.agenda.observances.keys import Certainty, Observance, Reason
from crm.agenda.observances.names import Text

SENTENCES: dict[Reason, Text] = {
    Reason.IFTAR: Text(
        "De zon gaat onder om {sunset}. Veel gezinnen eten dan samen.",
        "The sun sets at {sunset}. Many families then eat together.",
        "Le soleil se couche à {sunset}. Beaucoup de familles mangent alors ensemble.",
    ),
    Reason.EVENING_PRAYER: Text(
        "Daarna is er avondgebed.", "Evening prayer follows.", "Ensuite a lieu la prière du soir."
    ),
    Reason.LAST_TEN_NIGHTS: Text(
        "Dit is een van de laatste tien nachten. Veel mensen die je uitnodigt zijn tot laat in de moskee.",
        "This is one of the last ten nights. Many people you invite are at the mosque until late.",
        "C’est une des dix dernières nuits. Beaucoup de personnes que vous invitez sont tard à la mosquée.",
    ),
    Reason.FOOD_IN_FAST: Text(
        "Veel mensen die je uitnodigt eten en drinken niet tot zonsondergang ({sunset}).",
        "Many people you invite do not eat or drink until sunset ({sunset}).",
        "Beaucoup de personnes que vous invitez ne mangent ni ne boivent jusqu’au coucher du soleil ({sunset}).",
    ),
    Reason.PHYSICAL_IN_FAST: Text(
        "Veel mensen die je uitnodigt vasten. Een inspanning is dan zwaar.",
        "Many people you invite are fasting. Physical effort is hard then.",
        "Beaucoup de personnes que vous invitez jeûnent. Un effort physique est alors lourd.",
    ),
    Reason.DAY_FAST: Text(
        "Veel mensen die je uitnodigt vasten. Na 15 uur is er minder energie.",
        "Many people you invite are fasting. After 15:00 there is less energy.",
        "Beaucoup de personnes que vous invitez jeûnent. Après 15 h, il y a moins d’énergie.",
    ),
    Reason.FAST: Text(
        "Een deel van de mensen die je uitnodigt vast die dag.",
        "Some of the people you invite fast that day.",
        "Une partie des personnes que vous invitez jeûne ce jour-là.",
    ),
    Reason.FEAST_DAY: Text(
        "Veel mensen die je uitnodigt vieren die dag samen.",
        "Many people you invite celebrate together that day.",
        "Beaucoup de personnes que vous invitez font la fête ensemble ce jour-là.",
    ),
    Reason.POSSIBLE_DAY: Text(
        "{name} kan ook op deze dag vallen.",
        "{name} may also fall on this day.",
        "{name} peut aussi tomber ce jour-là.",
    ),
    Reason.EVE: Text(
        "Veel mensen die je uitnodigt bereiden die avond het feest voor of vieren al.",
        "Many people you invite prepare the feast that evening or already celebrate.",
        "Beaucoup de personnes que vous invitez préparent la fête ce soir-là ou fêtent déjà.",
    ),
    Reason.VISITS: Text(
        "Veel gezinnen gaan dan nog bij elkaar op bezoek.",
        "Many families are still visiting one another.",
        "Beaucoup de familles se rendent encore visite.",
    ),
    Reason.FRIDAY_PRAYER: Text(
        "Rond dit uur is het vrijdaggebed in de moskee.",
        "Friday prayer at the mosque is around this hour.",
        "La prière du vendredi à la mosquée a lieu vers cette heure.",
    ),
    Reason.REST_DAY: Text(
        "Wie deze rustdag houdt, werkt, reist en belt niet van {start} tot {end}.",
        "Whoever keeps this day of rest does not work, travel or use a phone from {start} to {end}.",
        "Qui observe ce jour de repos ne travaille pas, ne voyage pas et ne téléphone pas de {start} à {end}.",
    ),
    Reason.HOLY_DAY: Text(
        "Veel mensen die je uitnodigt zijn dan bij gebed of familie.",
        "Many people you invite are then at prayer or with family.",
        "Beaucoup de personnes que vous invitez sont alors à la prière ou en famille.",
    ),
    Reason.PREPARATION: Text(
        "Veel mensen die je uitnodigt maken dan alles klaar.",
        "Many people you invite are getting everything ready.",
        "Beaucoup de personnes que vous invitez préparent alors tout.",
    ),
    Reason.FOOD_RULES: Text(
        "Een deel van de mensen die je uitnodigt eet dan niet alles.",
        "Some of the people you invite do not eat everything then.",
        "Une partie des personnes que vous invitez ne mange alors pas de tout.",
    ),
    Reason.FAMILY_HOLIDAY: Text(
        "Veel gezinnen en vrijwilligers zijn dan weg.",
        "Many families and volunteers are away.",
        "Beaucoup de familles et de bénévoles sont alors absents.",
    ),
    Reason.EXAM_PERIOD: Text(
        "Jongeren van 12 tot 18 jaar hebben dan vaak examens.",
        "Young people aged 12 to 18 often have exams then.",
        "Les jeunes de 12 à 18 ans ont alors souvent des examens.",
    ),
    Reason.PUBLIC_HOLIDAY: Text(
        "Veel mensen die je uitnodigt zijn vrij of weg.",
        "Many people you invite are off or away.",
        "Beaucoup de personnes que vous invitez ont congé ou sont absentes.",
    ),
    Reason.BRIDGE_DAY: Text(
        "Veel mensen nemen die dag vrij.",
        "Many people take that day off.",
        "Beaucoup de gens prennent congé ce jour-là.",
    ),
    Reason.CLOSURE: Text(
        "De diensten van de stad zijn meestal dicht.",
        "The city's offices are usually closed.",
        "Les services de la ville sont généralement fermés.",
    ),
    Reason.LOCAL_EVENT: Text(
        "Veel mensen zijn daar, en het verkeer in de stad is anders.",
        "Many people are there, and traffic in the city changes.",
        "Beaucoup de monde y est, et la circulation en ville change.",
    ),
    Reason.TRAFFIC: Text(
        "Het verkeer in de stad is dan anders.",
        "Traffic in the city is different then.",
        "La circulation en ville est alors différente.",
    ),
    Reason.IMPORTED: Text(
        "Deze dag staat in een ingevoerde kalender.",
        "This day is in an imported calendar.",
        "Ce jour figure dans un calendrier importé.",
    ),
}
"""What happens then, by reason; the first reasons in this order are told."""

SPECIAL: dict[tuple[Observance, Reason], Text] = {
    (Observance.IMPORTED, Reason.LOCAL_EVENT): Text(
        "Veel mensen die je uitnodigt zijn daar.",
        "Many people you invite are there.",
        "Beaucoup de personnes que vous invitez y sont.",
    ),
    (Observance.IMPORTED, Reason.CLOSURE): Text(
        "Het is dan gesloten.", "It is closed then.", "C’est alors fermé."
    ),
    (Observance.RAMADAN, Reason.EVE): Text(
        "Die avond is het eerste avondgebed.",
        "The first evening prayer is that evening.",
        "La première prière du soir a lieu ce soir-là.",
    ),
    (Observance.RAMADAN, Reason.POSSIBLE_DAY): Text(
        "De ramadan kan deze dag nog duren.",
        "Ramadan may still last this day.",
        "Le ramadan peut encore durer ce jour-là.",
    ),
    (Observance.LAYLAT_AL_QADR, Reason.LAST_TEN_NIGHTS): Text(
        "Veel mensen die je uitnodigt zijn die nacht tot laat in de moskee.",
        "Many people you invite are at the mosque until late that night.",
        "Beaucoup de personnes que vous invitez sont tard à la mosquée cette nuit-là.",
    ),
    (Observance.ORTHODOX_HOLY_WEEK, Reason.EVENING_PRAYER): Text(
        "’s Avonds is er een dienst in de kerk.",
        "There is a church service in the evening.",
        "Le soir, il y a un office à l’église.",
    ),
    (Observance.ORTHODOX_EASTER, Reason.EVE): Text(
        "In de paasnacht zijn veel mensen die je uitnodigt in de kerk.",
        "On Easter night many people you invite are at church.",
        "La nuit de Pâques, beaucoup de personnes que vous invitez sont à l’église.",
    ),
    (Observance.FASIKA, Reason.EVE): Text(
        "In de paasnacht zijn veel mensen die je uitnodigt in de kerk.",
        "On Easter night many people you invite are at church.",
        "La nuit de Pâques, beaucoup de personnes que vous invitez sont à l’église.",
    ),
}
"""Where a reason means something else for one observance."""

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
