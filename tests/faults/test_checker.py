"""The checker itself: it sees what was lost, doubled and made of nothing."""

import pytest

from tests.faults.checker import Checker, Effect, Verdict, count_effects

ONE = ("count",)


def _checker() -> Checker:
    checker = Checker()
    checker.acknowledge("kept")
    checker.roll_back("refused")
    checker.doubt("unheard")
    return checker


@pytest.mark.parametrize(
    ("stored", "effects", "harm"),
    [
        pytest.param({"kept"}, ["kept"], {}, id="as it should be"),
        pytest.param({"kept", "unheard"}, ["kept", "unheard"], {}, id="unknown, and stored"),
        pytest.param({"kept"}, [], {"lost": 1}, id="no effect"),
        pytest.param(set(), ["kept"], {"lost": 1}, id="acknowledged and not stored"),
        pytest.param({"kept", "unheard"}, ["kept"], {"lost": 1}, id="unknown, stored, without effect"),
        pytest.param({"kept"}, ["kept"] * 3, {"doubled": 2}, id="three effects"),
        pytest.param({"kept"}, ["kept", "refused"], {"ghosts": 1}, id="an effect of what was rolled back"),
        pytest.param({"kept", "refused"}, ["kept"], {"ghosts": 1}, id="rolled back, and stored"),
        pytest.param({"kept"}, ["kept", "unheard"], {"ghosts": 1}, id="an effect of what is not stored"),
        pytest.param({"kept"}, ["kept", "nobody's"], {"ghosts": 1}, id="an effect of nothing"),
    ],
)
def test_checker_counts_what_went_wrong(stored: set[str], effects: list[str], harm: dict[str, int]) -> None:
    found = count_effects([Effect(key, "count") for key in effects])
    assert _checker().judge("", stored, found, ONE).harm == harm


def test_every_handler_owes_an_effect_of_its_own() -> None:
    found = count_effects([Effect("kept", "count"), Effect("kept", "count"), Effect("kept", "tell")])
    verdict = _checker().judge("a fault", {"kept"}, found, ("count", "tell", "mail"))
    assert verdict == Verdict("a fault", committed=1, rolled_back=1, lost=1, doubled=1, ghosts=0)


def test_what_was_sent_again_and_acknowledged_is_no_longer_unknown() -> None:
    checker = _checker()
    checker.acknowledge("unheard")
    assert (checker.acknowledged, checker.unknown) == ({"kept", "unheard"}, set())
    assert checker.judge("", {"kept"}, count_effects([Effect("kept", "count")]), ONE).harm == {"lost": 1}
