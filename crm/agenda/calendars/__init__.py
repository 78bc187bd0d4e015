"""The calendars of the agenda: the year as a page, and the dates that colleagues confirm."""
