"""Planning in the city: participation events, and whether their timing keeps a group away."""
