"""Faults: what dies in the middle loses nothing."""
