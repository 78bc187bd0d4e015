"""Where the hours of a day come from, in words to print beside them: English message ids (see crm/agenda/sources.py)."""

WHOLE_DAYS = "Whole days"
SUN = "Sunset in Mechelen, from the position of the sun (astral)"
SUN_AND_PRAYER = (
    "Sunset in Mechelen, from the position of the sun (astral); each mosque sets its own evening prayer"
)
CANDLES = (
    "Candle lighting 18 minutes before sunset, nightfall with the sun 8.5 degrees down, in Mechelen (astral)"
)
MOSQUES = "Usual hours of the mosques; ask your own"
CHURCHES = "Usual hours of church services; ask the parish"
TEMPLES = "Usual hours of the temples; ask your own"
ASSOCIATIONS = "Usual hours of the associations; ask your own"
FAMILIES = "Usual hours of family meals"
AS_IMPORTED = "The imported calendar"
