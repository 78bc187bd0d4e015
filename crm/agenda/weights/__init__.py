"""How much each part of an observance weighs in this city: our defaults, and what administrators changed."""
