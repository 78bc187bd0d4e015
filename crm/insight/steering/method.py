"""How we computed this, line by line: what a steering group needs to defend a figure, or to doubt it."""

from collections.abc import Iterator

from crm.i18n import number, translate
from crm.insight.steering.rows import Reader, SteeringRows
from crm.insight.words import LINES
from crm.suppression import INSIDE, OUTSIDE
from crm.text import Text, mark

Line = tuple[str, str]


def method_lines(rows: SteeringRows, language: str) -> tuple[Line, ...]:
    """Returns what and how, in two columns: definitions, half-lives, thresholds, order, small counts."""
    return (
        *_definitions(language),
        *_half_lives(rows, language),
        *_thresholds(rows, language),
        *_order(language),
        *_small_counts(rows, language),
    )


def _said(language: str, *sentences: str | Text) -> str:
    return " ".join(translate(language, each) for each in sentences)


def _definitions(language: str) -> Iterator[Line]:
    yield (
        _said(language, mark("A way in")),
        _said(
            language,
            mark(
                "A way in: the best line from a colleague to somebody who can open the door to the group in that neighbourhood."
            ),
            mark("That line runs over people, organisations and networks."),
        ),
    )
    yield (
        _said(language, mark("Heard themselves")),
        _said(
            language,
            mark("Heard themselves: the last time that somebody noted that the group itself spoke."),
            mark("The two are never added up."),
            mark("Heard themselves counts for every group that somebody at the talk works with."),
        ),
    )
    yield (
        _said(language, mark("In words")),
        _said(
            language,
            mark(
                "Reached: the best line works, and if any one link falls away a line is left that is at least weak."
            ),
            mark(
                "Through one person: the best line works, but without one link none is left that is even weak. That link can be an organisation too."
            ),
            mark(
                "Not spoken to for long: the line is weaker than weak now, but it once worked. Not reached: it never did."
            ),
        ),
    )


def _half_lives(rows: SteeringRows, language: str) -> Iterator[Line]:
    for kind, days in rows.rules.half_lives:
        yield (
            _said(language, LINES[kind]),
            translate(
                language,
                mark("Half as strong after %(days)s days without contact."),
                days=number(language, days),
            ),
        )
    yield (
        _said(language, mark("Half as strong")),
        _said(language, mark("That is a choice of the team, not a fact.")),
    )


def _thresholds(rows: SteeringRows, language: str) -> Iterator[Line]:
    held = rows.rules.thresholds
    yield (
        _said(language, mark("Strength")),
        _said(
            language,
            mark("A line is as strong as all its ties multiplied."),
            Text(
                mark("From %(strong)s on it works, from %(weak)s on it is weak."),
                {"strong": held.strong, "weak": held.weak},
            ),
            Text(mark("Under %(live)s a tie no longer counts."), {"live": held.live}),
        ),
    )


def _order(language: str) -> Iterator[Line]:
    steps = (
        mark("groups that we do not reach, though we know who could open the door"),
        mark("groups of which we know nobody"),
        mark("weak lines"),
        mark("lines through one link"),
    )
    listed = "; ".join(f"{place}. {translate(language, step)}" for place, step in enumerate(steps, 1))
    yield (
        _said(language, mark("The largest gaps")),
        f"{_said(language, mark('In this order:'))} {listed}. "
        + _said(
            language,
            mark("Within each, most residents come first."),
            mark("A group without a reliable figure comes last."),
        ),
    )
    yield (
        _said(language, mark("Residents")),
        _said(
            language,
            mark("Residents come from the sources named here."),
            mark("Fewer than ten are not shown."),
        ),
    )


def _small_counts(rows: SteeringRows, language: str) -> Iterator[Line]:
    is_outside = rows.reader is Reader.OUTSIDE
    said: list[str | Text] = [
        Text(
            mark("A count of people or contacts under %(least)s is not shown."),
            {"least": OUTSIDE.k if is_outside else INSIDE.k},
        ),
        mark("Sometimes another number is hidden too, because it would give the first one away."),
    ]
    if is_outside:
        said.append(Text(mark("Other counts are rounded to a multiple of %(base)s."), {"base": OUTSIDE.base}))
    yield _said(language, mark("Small counts")), _said(language, *said)
    yield (
        _said(language, mark("Fixed periods")),
        _said(
            language,
            mark("People are counted at the end of a month, contacts in whole quarters."),
            mark("Follow-ups are those that are open today."),
        ),
    )
