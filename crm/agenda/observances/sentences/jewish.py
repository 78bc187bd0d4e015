"""What the Jewish festivals mean, where the reason alone does not say it."""

from crm.agenda.observances.keys import Observance, Reason
from crm.agenda.observances.names import Text

JEWISH: dict[tuple[Observance, Reason], Text] = {
    (Observance.HANUKKAH, Reason.EVE): Text(
        "’s Avonds steken veel mensen die je uitnodigt samen kaarsen aan.",
        "In the evening many people you invite light candles together.",
        "Le soir, beaucoup de personnes que vous invitez allument ensemble des bougies.",
    ),
    (Observance.PURIM, Reason.EVE): Text(
        "Die avond leest men in de synagoge het verhaal van Ester.",
        "That evening the story of Esther is read in the synagogue.",
        "Ce soir-là, on lit l’histoire d’Esther à la synagogue.",
    ),
    (Observance.PURIM, Reason.FEAST_DAY): Text(
        "Veel mensen die je uitnodigt vieren die dag, met een maaltijd en verkleed.",
        "Many people you invite celebrate that day, with a meal and in costume.",
        "Beaucoup de personnes que vous invitez font la fête ce jour-là, avec un repas et des déguisements.",
    ),
    (Observance.SUKKOT, Reason.FEAST_DAY): Text(
        "De feestweek gaat door. Een deel van de mensen die je uitnodigt is vrij of bij familie.",
        "The week of the feast goes on. Some of the people you invite are off or with family.",
        "La semaine de fête continue. Une partie des personnes que vous invitez a congé ou est en famille.",
    ),
    (Observance.PESACH, Reason.FEAST_DAY): Text(
        "De feestweek gaat door. Een deel van de mensen die je uitnodigt is vrij of bij familie.",
        "The week of the feast goes on. Some of the people you invite are off or with family.",
        "La semaine de fête continue. Une partie des personnes que vous invitez a congé ou est en famille.",
    ),
    (Observance.PESACH, Reason.FOOD_RULES): Text(
        "Veel mensen die je uitnodigt eten deze week niets dat gerezen is, zoals brood.",
        "Many people you invite eat nothing leavened this week, such as bread.",
        "Beaucoup de personnes que vous invitez ne mangent rien de levé cette semaine, comme le pain.",
    ),
    (Observance.TISHA_BAV, Reason.FAST): Text(
        "Een deel van de mensen die je uitnodigt rouwt en vast, van de avond ervoor tot de avond.",
        "Some of the people you invite mourn and fast, from the evening before until the evening.",
        "Une partie des personnes que vous invitez est en deuil et jeûne, de la veille au soir jusqu’au soir.",
    ),
}
