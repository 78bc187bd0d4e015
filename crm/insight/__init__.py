"""The network as a snapshot, and the reach report made from it."""
