"""What the city asked at contacts and what it gave back: a third asks something, half gives something back."""

import random

from crm.demo.draft import SEED, Draft

ASKED_SHARE, GIVEN_BACK_SHARE = 1 / 3, 1 / 2
TOLD_BY_STORY = "Hodan Warsame"  # story 10 says itself what was asked of her


def add_exchange(draft: Draft) -> None:
    """Ticks contacts with somebody. Its chances are its own, so that the rest of the city stays as it is."""
    chance = random.Random(SEED + 10)
    story = draft.persons[TOLD_BY_STORY]
    for told in draft.told:
        asked, gave_back = chance.random() < ASKED_SHARE, chance.random() < GIVEN_BACK_SHARE
        if told.parties and story not in told.parties:
            told.moment.asked_of_them, told.moment.gave_back = asked, gave_back
