"""The answers of the timing commands as a readable table, for a terminal."""

from collections.abc import Iterable, Mapping, Sequence


def _column_widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows in aligned columns under their headings, without spaces at the end of a line.

    >>> table(["a", "b"], [["1", "2"]])
    'a  b\\n1  2'
    """
    cells = [list(headings), *(list(row) for row in rows)]
    widths = _column_widths(cells)
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )


def _words(found: object, language: str) -> str:
    return str(found.get(language, "")) if isinstance(found, Mapping) else ""


def _listed(found: object) -> list[Mapping[str, object]]:
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def verdict_table(rows: Sequence[Mapping[str, object]], language: str = "nl") -> str:
    """What `timing check` prints without --json: one line an event, and under it its clashes, chances and suggestions."""
    lines: list[str] = []
    for row in rows:
        lines.append(f"{row['start']}  {row['level']}  {row['title'] or row['id'] or ''}".rstrip())
        lines += [
            f"  {each['level']}  {each['observance']}: {_words(each['text'], language)}"
            for each in _listed(row["clashes"])
        ]
        lines += [
            f"  +  {each['observance']}: {_words(each['text'], language)}"
            for each in _listed(row["opportunities"])
        ]
        lines += [
            f"  >  {each['start']}  {each['level']}  {_words(each['why'], language)}"
            for each in _listed(row["suggestions"])
        ]
        lines += [f"  i  {_words(each, language)}" for each in _listed(row["notes"])]
    return "\n".join(lines)


def occurrence_table(rows: Sequence[Mapping[str, object]], language: str = "nl") -> str:
    """What `timing occurrences` prints without --json."""
    return table(
        ("start", "end", "possible", "certainty", "observance", "source"),
        [
            (
                str(row["start_on"]),
                str(row["end_on"]),
                str(row["possible_end_on"] or ""),
                str(row["certainty"]),
                _words(row["name"], language),
                str(row["source"]),
            )
            for row in rows
        ],
    )


def sun_table(rows: Sequence[Mapping[str, object]]) -> str:
    """What `timing sun` prints without --json."""
    headings = ("date", "sunrise", "sunset", "candle_lighting", "nightfall")
    return table(headings, [[str(row[heading] or "-") for heading in headings] for row in rows])
