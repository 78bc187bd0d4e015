"""Signals: heard, routed, answered and told back."""
