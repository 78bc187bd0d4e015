"""Good moments beside bad ones: the middle total, and when there is nothing to compare."""

from uuid import UUID

from crm.agenda.attendance.comparison import PastEvent, Side, compare, compare_near, middle_of

NORTH, SOUTH = UUID(int=1), UUID(int=2)


def event(total: int, is_good: bool, place: UUID | None = None, is_estimated: bool = False) -> PastEvent:
    return PastEvent("festivity", place, total, is_estimated, is_good)


def test_the_middle_total_is_not_moved_by_one_full_hall() -> None:
    assert (middle_of([10, 12, 14]), middle_of([10, 12, 900])) == (12, 12)
    assert (middle_of([7]), middle_of([4, 7]), middle_of([0, 0, 1, 3])) == (7, 6, 1)


def test_a_side_with_fewer_than_three_events_has_no_average() -> None:
    found = compare([event(10, True), event(20, True), event(30, False, is_estimated=True)])
    assert (found.good, found.bad) == (Side(2, 0, None), Side(1, 1, None))
    assert (found.good.missing, found.bad.missing, found.is_enough) == (1, 2, False)


def test_nothing_at_all_is_nothing_to_compare() -> None:
    assert compare([]).good == compare([]).bad == Side(0, 0, None)


def test_the_neighbourhood_counts_only_where_both_sides_have_enough() -> None:
    near = [event(10 * n, n % 2 == 0, NORTH) for n in range(1, 7)]
    far = [event(100, True, SOUTH), event(100, False, SOUTH)]
    assert compare_near([*near, *far], NORTH).neighbourhood_id == NORTH
    assert compare_near([*near, *far], NORTH).good.middle == 40
    assert compare_near([*near, *far], SOUTH).neighbourhood_id is None
    assert compare_near([*near, *far], SOUTH).good.middle == 50
    assert compare_near([*near, *far], None).bad.events == 4
