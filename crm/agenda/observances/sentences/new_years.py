"""What the new years of winter and spring mean, where the reason alone does not say it."""

from crm.agenda.observances.keys import Observance, Reason
from crm.agenda.observances.names import Text

NEW_YEARS: dict[tuple[Observance, Reason], Text] = {
    (Observance.LUNAR_NEW_YEAR, Reason.EVE): Text(
        "Die avond eten veel gezinnen samen. Het is de belangrijkste maaltijd van het jaar.",
        "That evening many families eat together. It is the main meal of the year.",
        "Ce soir-là, beaucoup de familles mangent ensemble. C’est le repas le plus important de l’année.",
    ),
    (Observance.LUNAR_NEW_YEAR, Reason.FEAST_DAY): Text(
        "Veel mensen die je uitnodigt vieren die dag nieuwjaar met hun familie.",
        "Many people you invite celebrate the new year with their families that day.",
        "Beaucoup de personnes que vous invitez fêtent ce jour-là le nouvel an en famille.",
    ),
    (Observance.NOWRUZ, Reason.EVE): Text(
        "Die avond springen veel mensen die je uitnodigt over kleine vuren. Zo sluiten ze het oude jaar af.",
        "That evening many people you invite jump over small fires. So they end the old year.",
        "Ce soir-là, beaucoup de personnes que vous invitez sautent par-dessus de petits feux pour finir l’année.",
    ),
    (Observance.NOWRUZ, Reason.FEAST_DAY): Text(
        "Veel mensen die je uitnodigt vieren dan het nieuwe jaar, thuis of buiten.",
        "Many people you invite celebrate the new year then, at home or outdoors.",
        "Beaucoup de personnes que vous invitez fêtent alors le nouvel an, à la maison ou dehors.",
    ),
    (Observance.NEWROZ, Reason.EVE): Text(
        "Die avond staan veel mensen die je uitnodigt samen rond het vuur.",
        "That evening many people you invite gather around the fire.",
        "Ce soir-là, beaucoup de personnes que vous invitez se réunissent autour du feu.",
    ),
    (Observance.NEWROZ, Reason.FEAST_DAY): Text(
        "Veel mensen die je uitnodigt vieren die dag samen het nieuwe jaar, vaak buiten.",
        "Many people you invite celebrate the new year together that day, often outdoors.",
        "Beaucoup de personnes que vous invitez fêtent ensemble le nouvel an ce jour-là, souvent dehors.",
    ),
}
