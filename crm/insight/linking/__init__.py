"""*Wie verbindt?*: organisations and networks that link others, and groups that keep to themselves."""
