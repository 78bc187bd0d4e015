"""What happens at a clash, what to do about it and how sure its date is: sentences by reason, in three languages.

`reasons` has one for each reason of the matrix; the other files say it better for one observance. Placeholders: {name},
{sunset}, {start}, {end}; the last two with their weekday.
"""

from crm.agenda.observances.keys import Observance, Reason
from crm.agenda.observances.names import Text
from crm.agenda.observances.sentences.advice import ADVICE, CERTAINTY_WORDS, MOON_MAY_SHIFT, OTHER_DAY
from crm.agenda.observances.sentences.asian import ASIAN
from crm.agenda.observances.sentences.churches import CHURCHES
from crm.agenda.observances.sentences.city import CITY
from crm.agenda.observances.sentences.islamic import ISLAMIC
from crm.agenda.observances.sentences.jewish import JEWISH
from crm.agenda.observances.sentences.new_years import NEW_YEARS
from crm.agenda.observances.sentences.reasons import SENTENCES

SPECIAL: dict[tuple[Observance, Reason], Text] = {
    **ISLAMIC,
    **JEWISH,
    **CHURCHES,
    **ASIAN,
    **NEW_YEARS,
    **CITY,
}
"""Where a reason means something else for one observance."""

__all__ = ["ADVICE", "CERTAINTY_WORDS", "MOON_MAY_SHIFT", "OTHER_DAY", "SENTENCES", "SPECIAL"]
