"""What was asked against what was given back: when the city waits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.contacts.load import Load


@pytest.mark.parametrize(
    ("asked", "given_back", "should_wait", "still_to_give"),
    [
        (6, 1, True, 2),  # story 10: three of six is half
        (6, 2, True, 1),
        (6, 3, False, 0),
        (3, 0, True, 2),
        (3, 1, True, 1),  # one of three is less than half
        (3, 2, False, 0),
        (4, 2, False, 0),
        (2, 0, False, 0),  # asked twice is not often
        (0, 0, False, 0),
        (0, 4, False, 0),
    ],
)
def test_wait_after_asking_three_times_and_giving_back_less_than_half(
    asked: int, given_back: int, should_wait: bool, still_to_give: int
) -> None:
    load = Load(asked, given_back)
    assert (load.should_wait, load.still_to_give) == (should_wait, still_to_give)


@given(st.integers(0, 50), st.integers(0, 50))
def test_giving_back_as_often_as_it_says_ends_the_wait_and_once_less_does_not(asked: int, given: int) -> None:
    load = Load(asked, given)
    assert Load(asked, given + load.still_to_give).should_wait is False
    if load.should_wait:
        assert Load(asked, given + load.still_to_give - 1).should_wait is True
