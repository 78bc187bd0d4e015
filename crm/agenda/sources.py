"""Where our dates and hours come from, for the catalogue: what the calendars print, translated where it is shown.

What a colleague enters as a source stays as it is.
"""

from crm.text import mark

SOURCES = (
    mark("1 April, Assyrian New Year (Kha b-Nisan)"),
    mark("11 July, day of the Flemish Community"),
    mark("14 April, or 13 April as in India"),
    mark("21 March, with fires on the evening before"),
    mark("25 December"),
    mark("6 January, Armenian Apostolic Church"),
    mark("7 January: 25 December by the Julian calendar; ask which church"),
    mark(
        "Announced in Belgium (Raad der Theologen: Moslimexecutieve until 2023, then Moslimraad van België)"
    ),
    mark("Announced in Belgium (press: bx1, MAP)"),
    mark("Belgian legal holidays"),
    mark("Chinese lunisolar calendar (calculated)"),
    mark("Diyanet (Presidency of Religious Affairs, Turkey)"),
    mark("Elections that were held"),
    mark("Equinox in Tehran (calculated)"),
    mark("Ethiopian calendar (calculated)"),
    mark("Flemish Government, decree of 17 April 1991, art. 4-5"),
    mark("Flemish, federal and European elections: expected on the second Sunday of June, every five years"),
    mark("Full moon of May, as in Sri Lanka, India, Thailand and Singapore; ask the temple"),
    mark("Gregorian Easter (calculated)"),
    mark("Hanswijkprocessie: Sunday before Ascension"),
    mark("Hebrew calendar (calculated)"),
    mark("Hindu calendar as in India; can differ by a day"),
    mark("Julian Easter (calculated)"),
    mark("Local elections: second Sunday of October, every six years"),
    mark("Maanrock: last weekend of August"),
    mark("Ministry of Habous and Islamic Affairs, Morocco"),
    mark("Sperperiode for local elections: from 1 July to election day"),
    mark("Umm al-Qura calendar (calculated)"),
    mark("Umm al-Qura calendar (calculated); Alevi federations print the day each year"),
    mark("Usual closing days of the city's offices"),
    mark("Usual days in the second week of February; regions differ"),
    mark("Usual period; each school chooses its own days"),
    mark("Usual period; each university or college chooses its own days"),
    mark("Weekly on Thursday evening; ask the association"),
    mark("Weekly, from candle lighting on Friday to nightfall on Saturday"),
    mark("Weekly; hours differ per mosque"),
)
"""Where a date comes from."""

TIME_SOURCES = (
    mark("Whole days"),
    mark("Sunset in Mechelen, from the position of the sun (astral)"),
    mark(
        "Sunset in Mechelen, from the position of the sun (astral); each mosque sets its own evening prayer"
    ),
    mark(
        "Candle lighting 18 minutes before sunset, nightfall with the sun 8.5 degrees down, in Mechelen (astral)"
    ),
    mark("Usual hours of the mosques; ask your own"),
    mark("Usual hours of church services; ask the parish"),
    mark("Usual hours of the temples; ask your own"),
    mark("Usual hours of the associations; ask your own"),
    mark("Usual hours of family meals"),
    mark("The imported calendar"),
)
"""Where the hours of a day come from."""
