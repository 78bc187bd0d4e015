"""Persons, organisations, communities, inclusion groups, neighbourhoods, ties and reach links."""
