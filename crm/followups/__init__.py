"""Promised and needed outreach, and its reminders."""
