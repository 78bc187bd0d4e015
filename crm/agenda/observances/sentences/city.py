"""What exams, elections and events of the city mean, where the reason alone does not say it."""

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
}
