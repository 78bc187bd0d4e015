"""Who came: a total, what participants said of themselves as counts, and a comparison of good and bad moments."""
