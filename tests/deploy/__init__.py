"""What stands between an empty host and a city at work."""
