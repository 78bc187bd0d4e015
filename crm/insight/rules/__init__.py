"""What the reach report is worked out with: half-lives, thresholds, and which groups have figures for the city only."""
