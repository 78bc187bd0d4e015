"""What the days of the western and eastern churches mean, where the reason alone does not say it."""

from crm.agenda.observances.keys import Observance, Reason
from crm.agenda.observances.names import Text

_NOTHING_FROM_ANIMALS = Text(
    "Een deel van de mensen die je uitnodigt eet dan geen vlees, vis, eieren of zuivel.",
    "Some of the people you invite eat no meat, fish, eggs or dairy then.",
    "Une partie des personnes que vous invitez ne mange alors ni viande, ni poisson, ni œufs, ni produits laitiers.",
)
_EASTER_NIGHT = Text(
    "In de paasnacht zijn veel mensen die je uitnodigt in de kerk.",
    "On Easter night many people you invite are at church.",
    "La nuit de Pâques, beaucoup de personnes que vous invitez sont à l’église.",
)
_EVENING_SERVICE = Text(
    "’s Avonds is er een dienst in de kerk.",
    "There is a church service in the evening.",
    "Le soir, il y a un office à l’église.",
)
_CHRISTMAS_EVE = Text(
    "Die avond is het kerstavond. Veel mensen die je uitnodigt zijn in de kerk of bij familie.",
    "That evening is Christmas Eve. Many people you invite are at church or with family.",
    "Ce soir-là, c’est la veille de Noël. Beaucoup de personnes que vous invitez sont à l’église ou en famille.",
)
CHURCHES: dict[tuple[Observance, Reason], Text] = {
    (Observance.GOOD_FRIDAY, Reason.FAST): Text(
        "Een deel van de mensen die je uitnodigt vast die dag of eet geen vlees. ’s Avonds is er een dienst.",
        "Some of the people you invite fast that day or eat no meat. There is a service in the evening.",
        "Une partie des personnes que vous invitez jeûne ce jour-là ou ne mange pas de viande. Le soir, il y a un office.",
    ),
    (Observance.ORTHODOX_LENT, Reason.FOOD_RULES): _NOTHING_FROM_ANIMALS,
    (Observance.ORTHODOX_HOLY_WEEK, Reason.FOOD_RULES): _NOTHING_FROM_ANIMALS,
    (Observance.ORTHODOX_HOLY_WEEK, Reason.EVENING_PRAYER): _EVENING_SERVICE,
    (Observance.ORTHODOX_EASTER, Reason.EVE): _EASTER_NIGHT,
    (Observance.JULIAN_CHRISTMAS, Reason.EVE): _CHRISTMAS_EVE,
    (Observance.JULIAN_CHRISTMAS, Reason.FEAST_DAY): Text(
        "Een deel van de orthodoxe kerken viert dan Kerstmis, zoals de Servische, de Georgische en de Russische.",
        "Some of the Orthodox churches celebrate Christmas then, such as the Serbian, the Georgian and the Russian.",
        "Une partie des Églises orthodoxes fête alors Noël, comme la serbe, la géorgienne et la russe.",
    ),
    (Observance.ARMENIAN_CHRISTMAS, Reason.EVE): _CHRISTMAS_EVE,
    (Observance.ARMENIAN_CHRISTMAS, Reason.FEAST_DAY): Text(
        "Veel mensen die je uitnodigt vieren dan Kerstmis, in de kerk en thuis.",
        "Many people you invite celebrate Christmas then, at church and at home.",
        "Beaucoup de personnes que vous invitez fêtent alors Noël, à l’église et à la maison.",
    ),
    (Observance.GENNA, Reason.EVE): Text(
        "In de kerstnacht zijn veel mensen die je uitnodigt in de kerk.",
        "On Christmas night many people you invite are at church.",
        "La nuit de Noël, beaucoup de personnes que vous invitez sont à l’église.",
    ),
    (Observance.GENNA, Reason.FEAST_DAY): Text(
        "Veel mensen die je uitnodigt vieren dan Kerstmis met hun familie.",
        "Many people you invite celebrate Christmas with their families.",
        "Beaucoup de personnes que vous invitez fêtent alors Noël en famille.",
    ),
    (Observance.TIMKET, Reason.EVE): _EVENING_SERVICE,
    (Observance.TIMKET, Reason.FEAST_DAY): Text(
        "Veel mensen die je uitnodigt vieren die dag de doop van Jezus, met een dienst en een stoet.",
        "Many people you invite celebrate the baptism of Jesus that day, with a service and a procession.",
        "Beaucoup de personnes que vous invitez fêtent ce jour-là le baptême de Jésus, avec un office et un cortège.",
    ),
    (Observance.ETHIOPIAN_LENT, Reason.FAST): Text(
        "Een deel van de mensen die je uitnodigt eet in de vasten pas na 15 uur.",
        "In Lent some of the people you invite eat only after 15:00.",
        "Pendant le carême, une partie des personnes que vous invitez ne mange qu’après 15 h.",
    ),
    (Observance.ETHIOPIAN_LENT, Reason.FOOD_RULES): _NOTHING_FROM_ANIMALS,
    (Observance.FASIKA, Reason.EVE): _EASTER_NIGHT,
    (Observance.MESKEL, Reason.EVE): Text(
        "Die avond staan veel mensen die je uitnodigt samen rond een groot vuur.",
        "That evening many people you invite gather around a large fire.",
        "Ce soir-là, beaucoup de personnes que vous invitez se réunissent autour d’un grand feu.",
    ),
    (Observance.MESKEL, Reason.FEAST_DAY): Text(
        "Veel mensen die je uitnodigt vieren die dag het feest van het kruis.",
        "Many people you invite celebrate the feast of the Cross that day.",
        "Beaucoup de personnes que vous invitez célèbrent ce jour-là la fête de la Croix.",
    ),
    (Observance.ENKUTATASH, Reason.FEAST_DAY): Text(
        "Veel mensen die je uitnodigt vieren die dag nieuwjaar.",
        "Many people you invite celebrate their new year that day.",
        "Beaucoup de personnes que vous invitez fêtent ce jour-là le nouvel an.",
    ),
    (Observance.AKITU, Reason.FEAST_DAY): Text(
        "Veel mensen die je uitnodigt vieren die dag nieuwjaar, vaak met een stoet.",
        "Many people you invite celebrate their new year that day, often with a parade.",
        "Beaucoup de personnes que vous invitez fêtent ce jour-là le nouvel an, souvent avec un cortège.",
    ),
}
