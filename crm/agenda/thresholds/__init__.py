"""Kan iedereen binnen? What keeps people out of an event besides its moment, what is arranged, and who can invite along."""
