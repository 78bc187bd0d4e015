"""Which counts of people may be shown: small ones are hidden, and so is whatever would give them away. Pure.

A **table** is a set of counts (cells) and the sums that hold between them: a list with its total, rows and columns
with theirs, overlapping groups with their base, several views that share cells. A cell that somebody prints and a
cell that a reader only works out (who was there and not in the group) are protected alike.

1. Primary: a cell is *sensitive* when it counts 1 to k - 1 people, or nobody of a base under 2k (then all others of
   that base are in the other group: attribute disclosure). Sensitive cells are hidden. Since the complement of a
   group is a cell too, a group that nearly everybody of its base is in is hidden by the same rule.
2. Complementary: an attacker knows every published number, every sum, and that nobody counts below zero. Cells are
   hidden until, for each sensitive cell, there is another table in whole numbers that gives the same publication
   and in which that cell counts k or more. So no sensitive cell is pinned to a value or into 1..k-1, even by
   somebody who knows that a nought is usually shown.
3. Outside the team k is 10 and what is left is rounded to base 5: up or down by a draw that hangs on the records
   counted, so that the same records round alike everywhere and asking twice teaches nothing. Totals are rounded on
   their own. What is hidden inside is hidden outside too, so that the two views do not combine.

Sources: *Handbook on Statistical Disclosure Control* (Eurostat, sdctools.github.io/HandbookSDC), chapter 4 (suppression,
feasibility intervals and their audit), 5.4 and 5.5 (a draw from the records' keys; rounding); J. Wooton and B. Fraser,
*A review of confidentiality protections for statistical tables* (ABS 1352.0.55.072, 2005); TRUST 1.8 for k, bases and
percentages.
"""

from crm.suppression.attacker import attacker_bounds
from crm.suppression.publishing import (
    INSIDE,
    OUTSIDE,
    Audience,
    Hidden,
    Shown,
    percentage,
    publish,
    round_consistently,
    sensitive_cells,
)
from crm.suppression.tables import TOTAL, Cell, Sum, Table, one_way, together, two_way

__all__ = [
    "INSIDE",
    "OUTSIDE",
    "TOTAL",
    "Audience",
    "Cell",
    "Hidden",
    "Shown",
    "Sum",
    "Table",
    "attacker_bounds",
    "one_way",
    "percentage",
    "publish",
    "round_consistently",
    "sensitive_cells",
    "together",
    "two_way",
]
