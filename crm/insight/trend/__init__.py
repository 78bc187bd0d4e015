"""How reach changes: a frozen picture of every month, what changed between two of them, and why."""
