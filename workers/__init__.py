"""Carries the work that domain events ask for: relay, actors, embedded worker."""
