"""Outgoing webhooks: other systems of the city are told that something happened, by ids only."""
