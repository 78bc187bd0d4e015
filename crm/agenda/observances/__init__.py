"""When each observance falls and at which hours it keeps people away: pure calendars, no clock, no database.

A tradition is one file with its dates and `occurrences(first, last)`; `calendar.py` lists the files in one table,
and `effects/` says in one table which hours of an observance weigh how much for whom.
"""
