"""What exams, elections, events of the city and imported days mean, where the reason alone does not say it."""

from crm.agenda.observances.keys import Observance, Reason
from crm.agenda.observances.names import Text

CITY: dict[tuple[Observance, Reason], Text] = {
    (Observance.HIGHER_EDUCATION_EXAMS, Reason.EXAM_PERIOD): Text(
        "Studenten aan de hogeschool of universiteit hebben dan vaak examens.",
        "Students at university or college often have exams then.",
        "Les étudiants de l’enseignement supérieur ont alors souvent des examens.",
    ),
    (Observance.MAANROCK, Reason.LOCAL_EVENT): Text(
        "Het centrum is die dagen vol, en het verkeer in de stad is anders.",
        "The centre is full on those days, and traffic in the city changes.",
        "Le centre est plein ces jours-là, et la circulation en ville change.",
    ),
    (Observance.IMPORTED, Reason.LOCAL_EVENT): Text(
        "Veel mensen die je uitnodigt zijn daar.",
        "Many people you invite are there.",
        "Beaucoup de personnes que vous invitez y sont.",
    ),
    (Observance.IMPORTED, Reason.CLOSURE): Text(
        "Het is dan gesloten.", "It is closed then.", "C’est alors fermé."
    ),
}
