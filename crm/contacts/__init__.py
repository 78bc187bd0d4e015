"""Contact moments: who spoke with whom, when, where, about what, and what was agreed."""
