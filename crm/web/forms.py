"""Submitted HTML forms: read into the same schemas as the API, with errors beside the field and input kept."""

import re
from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from fastapi import Depends, Request
from pydantic import BaseModel, ValidationError

from crm.errors import BereikError
from crm.i18n import translate
from crm.web.validation import field_errors

SchemaT = TypeVar("SchemaT", bound=BaseModel)
# Where to go on to; part of every form that several pages show, and of no schema.
BACK = "back"
_TYPED_DATE = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")


class Form:
    """The values of a form as they were typed, and what is wrong with them.

    A dotted name is a field inside a field: `agreements.0.what`. A blank counts as not filled in.
    """

    def __init__(self, values: Mapping[str, Sequence[str]], language: str) -> None:
        self._values = {name: list(texts) for name, texts in values.items()}
        self._language = language
        self.errors: dict[str, str] = {}  # by field name; an empty name means the whole form

    def value(self, name: str) -> str:
        """The text of one field; empty where it was left out."""
        return (self._values.get(name) or [""])[0]

    def values(self, name: str) -> list[str]:
        """The texts of a field with several choices."""
        return [text for text in self._values.get(name, []) if text]

    def error(self, name: str) -> str | None:
        """What is wrong with a field, if anything is."""
        return self.errors.get(name)

    def back(self, otherwise: str) -> str:
        """The page of ours that the form asks to go on to, or another one."""
        return own_path(self.value(BACK) or otherwise)

    def add_error(self, error: BereikError, field: str = "") -> None:
        """Notes a refusal of a service beside its field."""
        self.errors.setdefault(error.field or field, translate(self._language, error.text))

    def parse(self, schema: type[SchemaT], **extra: object) -> SchemaT | None:
        """The form as an instance of the schema; None, with the errors kept, where it is not right.

        Args:
            extra: values that do not come from the form.
        """
        try:
            return schema.model_validate(self._nested(schema) | extra)
        except ValidationError as error:
            found = field_errors(self._language, error.errors(include_input=False, include_url=False))
            for one in found:
                self.errors.setdefault(one.field, one.message)
            return None

    def _nested(self, schema: type[BaseModel]) -> dict[str, Any]:
        tree: dict[str, Any] = {}
        for name, texts in self._values.items():
            filled = [iso_date(text.strip()) for text in texts if text.strip()]
            if filled and name != BACK:
                _put(tree, name.split("."), filled)
        return _shaped(tree, schema)


def _put(tree: dict[str, Any], path: list[str], texts: list[str]) -> None:
    for part in path[:-1]:
        inner = tree.setdefault(part, {})
        if not isinstance(inner, dict):
            return  # a name that is both a field and a group of fields: the field wins
        tree = inner
    tree[path[-1]] = texts


def _shaped(tree: dict[str, Any], schema: type[BaseModel]) -> dict[str, Any]:
    """Lists where the schema has lists, single texts elsewhere; numbered parts become a list."""
    shaped: dict[str, Any] = {}
    for name, content in tree.items():
        field = schema.model_fields.get(name)
        inner = _list_item(field.annotation) if field else None
        if isinstance(content, dict):
            model = inner if inner is not None else (_model(field.annotation) if field else None)
            parts = content.values() if inner is not None else [content]
            made = [_shaped(part, model) if model and isinstance(part, dict) else part for part in parts]
            shaped[name] = made if inner is not None else made[0]
        else:
            shaped[name] = content if field and _is_list(field.annotation) else content[0]
    return shaped


def _alternatives(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Annotated:
        return _alternatives(get_args(annotation)[0])
    return list(get_args(annotation)) if get_origin(annotation) in (Union, UnionType) else [annotation]


def _is_list(annotation: Any) -> bool:
    return any(get_origin(one) in (list, set, tuple, frozenset) for one in _alternatives(annotation))


def _list_item(annotation: Any) -> type[BaseModel] | None:
    for one in _alternatives(annotation):
        if get_origin(one) is list:
            return _model(get_args(one)[0])
    return None


def _model(annotation: Any) -> type[BaseModel] | None:
    found = (one for one in _alternatives(annotation) if isinstance(one, type) and issubclass(one, BaseModel))
    return next(found, None)


def iso_date(text: str) -> str:
    """A typed date such as 23/2/2027 as 2027-02-23; any other text unchanged."""
    found = _TYPED_DATE.match(text)
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text


def filled_form(request: Request, values: Mapping[str, object]) -> Form:
    """A form that shows stored values, before anything is typed; lists give several choices."""
    texts = {
        name: [str(one) for one in value] if isinstance(value, list | tuple | set) else [_shown(value)]
        for name, value in values.items()
    }
    return Form(texts, request.state.language)


def _shown(value: object) -> str:
    if value is None or value is False:
        return ""
    return "true" if value is True else str(value)


def own_path(path: str) -> str:
    """The path when it is one of ours; otherwise Today. A form may not send a reader to another site.

    >>> own_path("/reach"), own_path("//elsewhere.example"), own_path("https://elsewhere.example")
    ('/reach', '/', '/')
    """
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if is_ours else "/"


async def _submitted(request: Request) -> Form:
    form = await request.form()
    texts = {name: [text for text in form.getlist(name) if isinstance(text, str)] for name in form}
    return Form(texts, request.state.language)


SubmittedForm = Annotated[Form, Depends(_submitted)]
