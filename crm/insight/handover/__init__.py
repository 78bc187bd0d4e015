"""Hand-over: what falls away when a mandate ends or a colleague leaves, and what to do before."""
