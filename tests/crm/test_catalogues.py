"""The language gate: every text on screen stands in every catalogue, says the same thing, and says it plainly."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from crm.agenda import words
from crm.agenda.observances import names, sentences
from crm.agenda.observances.names import Text
from scripts.catalogue import LOCALE, as_text, extract, is_translated, update

TRANSLATIONS = ("nl", "fr")
MOST_WORDS, MOST_WORDS_ON_AVERAGE = 20, 12


def terms(*words: str) -> re.Pattern[str]:
    """Any of these words, each a pattern, as a whole word in any case."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])", re.IGNORECASE)


OFFICIALESE = "teneinde|middels|dienaangaande|voorafgaandelijk|betreffende|inzake|desgevallend|alsook|gelieve|dien(?:t|en)?"
BORROWED = "follow-ups?|deadlines?|stakeholders?|scores?|clash(?:es)?"
ABOUT_PEOPLE = "allochto(?:on|nen)|doelgroep(?:en)?|doelgroepgerichte?|moeilijk bereikbare?|dossiers?|cliënt(?:en)?|geval(?:len)?"
OF_THE_TRADE = "bereikklo(?:of|ven)|kwetsbaar bereik"
# These have their own word here: je, aanmelden, bewaren, and toevoegen for a file.
OTHERWISE_HERE = "u|uw|(?:in|uit)loggen|opslaan|opladen"
BLOCKED = {
    "nl": terms(OFFICIALESE, BORROWED, ABOUT_PEOPLE, OF_THE_TRADE, OTHERWISE_HERE),
    # French says vous.
    "fr": terms(r"tu|te|t’\w+|toi|ton|ta|tes", "scores?|dossiers?", "publics? cibles?|groupes? cibles?"),
}

# What is spelt in another language as it is in English; one a line, as in the catalogue.
SAME_IN_DUTCH = """
%(status)s in %(month)s
Agenda
E-mail
Gender
In Mechelen
Online
Open
open:
Orthodox
Plan
Print
School
Sikh
Trend
Website
Week
Workshop
"""
SAME_IN_FRENCH = """
%(num)s organisation
%(num)s organisations
Agenda
Association
Contacts
Date
Dimension
E-mail
Message
Note
Organisation
Organisations
Pages
Portrait
Service
Signal
Sikh
Source
Sources
possible
"""


@dataclass(frozen=True)
class Said:
    """One form of a text beside the English form that it says."""

    english: str
    form: str


@cache
def texts_in_use() -> Catalog:
    """What the code and the templates say now, in English."""
    return extract()


@cache
def committed(language: str) -> Catalog:
    """The catalogue of a language as it stands in the source."""
    with (LOCALE / language / "LC_MESSAGES" / "messages.po").open("rb") as source:
        return read_po(source, locale=language)


def texts_of(catalogue: Catalog) -> dict[str, Message]:
    """The messages by the English text that the code asks for."""
    return {_forms(message.id)[0]: message for message in catalogue if message.id}


def _forms(texts: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [texts] if isinstance(texts, str) else list(texts or ())


def said_in(language: str) -> Iterator[Said]:
    """Every translated form: one form of a text, two where a number decides."""
    for message in texts_of(committed(language)).values():
        for english, form in zip(_forms(message.id), _forms(message.string), strict=True):
            yield Said(english, form)


def texts_of_the_calendar() -> list[Text]:
    """Every text of the timing check, which keeps its three languages side by side, not in the catalogue."""
    found: list[Text] = []
    waiting: list[object] = [value for module in (names, sentences, words) for value in vars(module).values()]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Text):
            found.append(value)
        elif isinstance(value, dict):
            waiting.extend(value.values())
    return found


def placeholders(text: str) -> list[str]:
    """What is filled in later: %(name)s and whatever else follows a percent sign.

    >>> placeholders("%(num)s of %(total)s, 5 %%")
    ['%%', '%(num)s', '%(total)s']
    """
    return sorted(re.findall(r"%\(\w+\)\w|%.?", text))


def lengths_of(text: str) -> list[int]:
    """The number of words in each sentence; a placeholder counts as one word.

    >>> lengths_of("Bewaard. Je belt %(name)s om 19.30 uur.")
    [1, 6]
    """
    filled = re.sub(r"%\(\w+\)s|\{\w+\}", "X", text)
    return [len(re.findall(r"\w[\w’'.:/-]*", part)) for part in re.split(r"(?<=[.?!])\s+", filled)]


def is_short(text: str) -> bool:
    """Whether the text keeps to the length of plain Dutch: 12 words on average, never more than 20.

    >>> is_short("Dit is kort.")
    True
    """
    lengths = lengths_of(text)
    return max(lengths) <= MOST_WORDS and sum(lengths) / len(lengths) <= MOST_WORDS_ON_AVERAGE


def blocked_in(language: str, text: str) -> list[str]:
    """The words in the text that must not be there.

    >>> blocked_in("nl", "Gelieve de deadline voor deze doelgroepen na te kijken.")
    ['Gelieve', 'deadline', 'doelgroepen']
    """
    return BLOCKED[language].findall(re.sub(r"%\(\w+\)s|\{\w+\}", "", text))


def failing(language: str, is_wrong: Callable[[str], object]) -> list[str]:
    """The translations with something wrong in them."""
    return sorted(said.form for said in said_in(language) if is_wrong(said.form))


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_every_text_in_use_stands_in_the_catalogue_and_no_other(language: str) -> None:
    used, kept = texts_of(texts_in_use()), texts_of(committed(language))
    assert {"missing": sorted(used.keys() - kept.keys()), "unused": sorted(kept.keys() - used.keys())} == {
        "missing": [],
        "unused": [],
    }


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_collecting_the_texts_again_changes_nothing(language: str) -> None:
    path = LOCALE / language / "LC_MESSAGES" / "messages.po"
    assert as_text(update(texts_in_use(), committed(language), language)) == path.read_bytes()


def test_a_new_text_waits_for_its_translation_and_an_old_one_goes() -> None:
    found, kept = Catalog(), Catalog(locale="nl")
    found.add("Kept")
    found.add("New")
    found.add(("%(num)s day", "%(num)s days"))
    kept.add("Kept", "Bewaard")
    kept.add("Old", "Oud")

    def said(language: str) -> dict[str, object]:
        updated = update(found, kept, language)
        return {text: message.string for text, message in texts_of(updated).items()}

    assert said("nl") == {"Kept": "Bewaard", "New": "", "%(num)s day": ("", "")}
    assert said("en") == {"Kept": "Kept", "New": "New", "%(num)s day": ("%(num)s day", "%(num)s days")}


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_every_text_is_translated(language: str) -> None:
    messages = texts_of(committed(language))
    assert [text for text, message in messages.items() if not is_translated(message) or message.fuzzy] == []


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_the_same_things_are_filled_in_in_every_language(language: str) -> None:
    differing = [
        said
        for said in said_in(language)
        if said.form and placeholders(said.form) != placeholders(said.english)
    ]
    assert differing == []


@pytest.mark.parametrize(("language", "same"), [("nl", SAME_IN_DUTCH), ("fr", SAME_IN_FRENCH)])
def test_no_text_is_left_in_english(language: str, same: str) -> None:
    kept = {said.form for said in said_in(language) if said.form == said.english}
    assert sorted(kept - set(same.splitlines())) == []


def test_dutch_is_short() -> None:
    assert failing("nl", lambda form: not is_short(form)) == []


def test_dutch_uses_no_blocked_word() -> None:
    assert failing("nl", lambda form: blocked_in("nl", form)) == []


def test_french_says_vous_and_uses_no_blocked_word() -> None:
    assert failing("fr", lambda form: blocked_in("fr", form)) == []


def test_french_is_set_as_french() -> None:
    # A narrow space that does not break stands before : ; ? ! and within the quotation marks.
    ill_set = re.compile(r"'|(?<!\u202f)[:;?!»](?=\s|$)|«(?!\u202f)")
    assert failing("fr", ill_set.search) == []
    assert [text.fr for text in texts_of_the_calendar() if ill_set.search(text.fr)] == []


def test_the_calendar_is_told_in_plain_dutch() -> None:
    told = [text.nl for text in texts_of_the_calendar()]
    lengths = [length for text in told for length in lengths_of(text)]
    assert [text for text in told if max(lengths_of(text)) > MOST_WORDS] == []
    # One clash is told in several of these, so the average counts over all of them.
    assert sum(lengths) / len(lengths) < MOST_WORDS_ON_AVERAGE
    assert [text for text in told if blocked_in("nl", text)] == []


def test_the_calendar_fills_in_the_same_things_in_every_language() -> None:
    def filled(text: str) -> list[str]:
        return sorted(re.findall(r"\{\w+\}", text))

    told = texts_of_the_calendar()
    assert len(told) > 100
    assert [text for text in told if not filled(text.nl) == filled(text.en) == filled(text.fr)] == []
