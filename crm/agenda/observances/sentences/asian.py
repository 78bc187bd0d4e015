"""What the feasts of Hindus, Sikhs and Buddhists mean, where the reason alone does not say it."""

from crm.agenda.observances.keys import Observance, Reason
from crm.agenda.observances.names import Text

_NO_MEAT = Text(
    "Veel mensen die je uitnodigt eten dan geen vlees.",
    "Many people you invite eat no meat then.",
    "Beaucoup de personnes que vous invitez ne mangent alors pas de viande.",
)
ASIAN: dict[tuple[Observance, Reason], Text] = {
    (Observance.DIWALI, Reason.FEAST_DAY): Text(
        "Die avond steken veel mensen die je uitnodigt thuis lichtjes aan en eten ze samen.",
        "That evening many people you invite light lamps at home and eat together.",
        "Ce soir-là, beaucoup de personnes que vous invitez allument des lumières à la maison et mangent ensemble.",
    ),
    (Observance.DIWALI, Reason.FOOD_RULES): _NO_MEAT,
    (Observance.HOLI, Reason.FEAST_DAY): Text(
        "In de voormiddag vieren veel mensen die je uitnodigt de lente, buiten en met gekleurd poeder.",
        "In the morning many people you invite celebrate spring, outdoors and with coloured powder.",
        "Le matin, beaucoup de personnes que vous invitez fêtent le printemps, dehors et avec de la poudre colorée.",
    ),
    (Observance.HOLI, Reason.FOOD_RULES): _NO_MEAT,
    (Observance.NAVRATRI, Reason.EVENING_PRAYER): Text(
        "’s Avonds is er gebed en dans, ongeveer negen avonden na elkaar.",
        "In the evening there is prayer and dance, about nine evenings in a row.",
        "Le soir, on prie et on danse, environ neuf soirs de suite.",
    ),
    (Observance.NAVRATRI, Reason.FOOD_RULES): _NO_MEAT,
    (Observance.VAISAKHI, Reason.FEAST_DAY): Text(
        "Veel mensen die je uitnodigt zijn die dag in de gurdwara of in een stoet.",
        "Many people you invite are at the gurdwara or in a procession that day.",
        "Beaucoup de personnes que vous invitez sont ce jour-là au gurdwara ou dans un cortège.",
    ),
    (Observance.VAISAKHI, Reason.FOOD_RULES): _NO_MEAT,
    (Observance.VESAK, Reason.FEAST_DAY): Text(
        "Veel mensen die je uitnodigt gaan die dag naar de tempel. Niet elke tempel kiest dezelfde dag.",
        "Many people you invite go to the temple that day. Not every temple chooses the same day.",
        "Beaucoup de personnes que vous invitez vont au temple ce jour-là. Tous les temples ne choisissent pas le même jour.",
    ),
    (Observance.VESAK, Reason.FOOD_RULES): _NO_MEAT,
}
