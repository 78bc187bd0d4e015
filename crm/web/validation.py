"""Errors of validation in the reader's language: which field, and what to mend. Input is never repeated."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from crm.i18n import translate
from crm.text import mark

_SENTENCES = {
    "missing": mark("Fill this in."),
    "string_too_short": mark("Fill this in."),
    "string_too_long": mark("This is too long: at most %(max_length)s characters."),
    "too_short": mark("Choose at least one."),
    "too_long": mark("These are too many: at most %(max_length)s."),
    "extra_forbidden": mark("We do not know this field."),
    "enum": mark("Choose one of the list."),
    "literal_error": mark("Choose one of the list."),
    "uuid_parsing": mark("Choose one of the list."),
    "uuid_type": mark("Choose one of the list."),
    "greater_than_equal": mark("Give a number of %(ge)s or more."),
    "less_than_equal": mark("Give a number of %(le)s or less."),
    "json_invalid": mark("This is not valid JSON."),
    "bool_parsing": mark("Say yes or no."),
    "timezone_aware": mark("Give the time with its zone."),
}
_FAMILIES = (
    ("date_", mark("Give a date, such as 23/02/2027.")),
    ("datetime_", mark("Give a date and an hour.")),
    ("time_", mark("Give an hour, such as 19.30.")),
    ("int_", mark("Give a whole number.")),
    ("float_", mark("Give a number.")),
    ("string_", mark("Give a text.")),
)
_OTHERWISE = mark("This is not right.")


@dataclass(frozen=True)
class FieldError:
    """One thing to mend. `field` is a dotted path; empty where the whole input is meant."""

    field: str
    message: str


def field_errors(language: str, errors: Iterable[Mapping[str, Any]]) -> list[FieldError]:
    """The field errors of Pydantic's error list, translated; input and addresses are left out."""
    return [FieldError(_path(error["loc"]), _sentence(language, error)) for error in errors]


def _path(location: Iterable[object]) -> str:
    parts = [str(part) for part in location]
    if parts and parts[0] in ("body", "query", "path", "header", "cookie"):
        parts = parts[1:]
    return ".".join(parts)


def _sentence(language: str, error: Mapping[str, Any]) -> str:
    kind, values = error["type"], error.get("ctx") or {}
    if kind == "refused":
        refusal = error["msg"]  # a name of its own: in the call, the catalogue would collect "msg" as a text
        return translate(language, refusal, **values)
    if kind in _SENTENCES:
        sentence = _SENTENCES[kind]
        return translate(language, sentence, **values) if "%(" in sentence else translate(language, sentence)
    return translate(
        language, next((text for family, text in _FAMILIES if kind.startswith(family)), _OTHERWISE)
    )
