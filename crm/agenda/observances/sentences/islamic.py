"""What the days of Ramadan, the Eids and the fasts of Alevis mean, where the reason alone does not say it."""

from crm.agenda.observances.keys import Observance, Reason
from crm.agenda.observances.names import Text

ISLAMIC: dict[tuple[Observance, Reason], Text] = {
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
    (Observance.ARAFAT_DAY, Reason.FAST): Text(
        "Een deel van de mensen die je uitnodigt vast, en koopt in voor het feest van morgen.",
        "Some of the people you invite fast, and shop for the feast of the next day.",
        "Une partie des personnes que vous invitez jeûne et fait les courses pour la fête du lendemain.",
    ),
    (Observance.EID_AL_ADHA, Reason.VISITS): Text(
        "Veel gezinnen gaan dan nog bij elkaar op bezoek, of zijn op reis.",
        "Many families are still visiting one another, or are travelling.",
        "Beaucoup de familles se rendent encore visite ou sont en voyage.",
    ),
    (Observance.ISLAMIC_NEW_YEAR, Reason.EVE): Text(
        "Een deel van de mensen die je uitnodigt staat die avond stil bij het nieuwe jaar.",
        "Some of the people you invite mark the new year that evening.",
        "Une partie des personnes que vous invitez marque la nouvelle année ce soir-là.",
    ),
    (Observance.MAWLID, Reason.EVE): Text(
        "Een deel van de mensen die je uitnodigt viert die avond de geboorte van de profeet.",
        "Some of the people you invite celebrate the birth of the Prophet that evening.",
        "Une partie des personnes que vous invitez fête la naissance du Prophète ce soir-là.",
    ),
    (Observance.ASHURA, Reason.MOURNING): Text(
        "Veel mensen die je uitnodigt rouwen die dag om wat in Kerbela gebeurde.",
        "Many people you invite mourn that day for what happened at Karbala.",
        "Beaucoup de personnes que vous invitez sont en deuil ce jour-là, en mémoire de Kerbala.",
    ),
    (Observance.ALEVI_MUHARRAM, Reason.FAST): Text(
        "Veel mensen die je uitnodigt vasten tot zonsondergang ({sunset}). Een gewone vergadering kan daarna wel.",
        "Many people you invite fast until sunset ({sunset}). A plain meeting is possible after that.",
        "Beaucoup de personnes que vous invitez jeûnent jusqu’au coucher du soleil ({sunset}). Une simple réunion est possible ensuite.",
    ),
    (Observance.ALEVI_MUHARRAM, Reason.POSSIBLE_DAY): Text(
        "Het vasten kan deze dag nog duren.",
        "The fast may still last this day.",
        "Le jeûne peut encore durer ce jour-là.",
    ),
    (Observance.ALEVI_MUHARRAM, Reason.FOOD_RULES): Text(
        "Veel mensen die je uitnodigt eten deze twaalf dagen geen vlees.",
        "Many people you invite eat no meat during these twelve days.",
        "Beaucoup de personnes que vous invitez ne mangent pas de viande pendant ces douze jours.",
    ),
    (Observance.ALEVI_MUHARRAM, Reason.MOURNING): Text(
        "Veel mensen die je uitnodigt zijn twaalf dagen in rouw. Ze vieren dan geen feest.",
        "Many people you invite are in mourning for twelve days. They do not hold feasts then.",
        "Beaucoup de personnes que vous invitez sont en deuil pendant douze jours. Elles ne font pas la fête.",
    ),
    (Observance.ALEVI_ASURE, Reason.FEAST_DAY): Text(
        "Het vasten is voorbij. Veel mensen die je uitnodigt koken en delen dan aşure.",
        "The fast is over. Many people you invite cook aşure and share it.",
        "Le jeûne est fini. Beaucoup de personnes que vous invitez préparent et partagent l’aşure.",
    ),
    (Observance.ALEVI_CEM, Reason.WEEKLY_EVENING): Text(
        "Op donderdagavond is er vaak cem. Een deel van de mensen die je uitnodigt is dan daar.",
        "There is often a cem on Thursday evening. Some of the people you invite are there.",
        "Le jeudi soir, il y a souvent un cem. Une partie des personnes que vous invitez y est.",
    ),
    (Observance.ALEVI_HIZIR, Reason.FAST): Text(
        "Een deel van de mensen die je uitnodigt vast drie dagen, tot zonsondergang.",
        "Some of the people you invite fast for three days, until sunset.",
        "Une partie des personnes que vous invitez jeûne trois jours, jusqu’au coucher du soleil.",
    ),
}
