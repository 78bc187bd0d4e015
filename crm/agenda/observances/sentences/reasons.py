"""What happens at a clash: a sentence for each reason, in three languages.

Placeholders: {name}, {sunset}, {start}, {end}; the last two with their weekday.
"""

from crm.agenda.observances.keys import Reason
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
    Reason.MOURNING: Text(
        "Veel mensen die je uitnodigt zijn dan in rouw.",
        "Many people you invite are in mourning then.",
        "Beaucoup de personnes que vous invitez sont alors en deuil.",
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
    Reason.WEEKLY_EVENING: Text(
        "Een deel van de mensen die je uitnodigt komt die avond elke week samen.",
        "Some of the people you invite meet every week on that evening.",
        "Une partie des personnes que vous invitez se réunit chaque semaine ce soir-là.",
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
    Reason.ELECTION_DAY: Text(
        "Veel mensen gaan die dag stemmen, of helpen in een stembureau.",
        "Many people go and vote that day, or help at a polling station.",
        "Beaucoup de gens vont voter ce jour-là, ou aident dans un bureau de vote.",
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
    Reason.LEGAL_CAUTION: Text(
        "De sperperiode loopt tot de verkiezingen. De stad communiceert dan neutraal.",
        "Until the elections there are rules on publicity. The city then communicates neutrally.",
        "Jusqu’aux élections, la communication publique est limitée. La ville communique alors de façon neutre.",
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
