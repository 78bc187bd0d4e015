"""Who can introduce me to somebody: the best chains, asking for it, and what came of it."""
