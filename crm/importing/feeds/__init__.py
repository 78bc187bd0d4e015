"""Calendars that go out: a secret address for one's own diary, and the year as a file."""
