"""Ticks the schedule rows."""
