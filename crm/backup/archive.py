"""The archive: a gzipped tar of one description, the rows of each table in parts, and one list of sums.

    bereik.json            format, version of Bereik, schema revision, instant, kind of store, columns of each table
    rows/person/00001.jsonl, rows/person/00002.jsonl, ...
                           one JSON array for each row; a part is about a mebibyte, so that neither side
                           ever holds a table in memory
    sums.json              rows and SHA-256 of each table; last, since only then they are known

Whoever holds the key opens it with `age -d -i KEY FILE | tar xz`, without Bereik.
"""

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import groupby
from typing import IO

from crm.backup.refusals import BackupRefused, DamagedBackup

FORMAT = 1
DESCRIPTION, SUMS = "bereik.json", "sums.json"
PART_BYTES = 1 << 20
GZIP_WBITS = 31
FAST = 1  # a third larger than the default level, in a quarter of the time


@dataclass(frozen=True)
class Description:
    """What is in an archive: where and when it was made, and the columns of each table in order."""

    version: str
    revision: str
    store: str
    taken_at: datetime
    columns: Mapping[str, list[str]]


@dataclass(frozen=True)
class Sum:
    """Rows and SHA-256 of the lines of one table."""

    rows: int
    sha256: str


@dataclass
class Count:
    """What was written or read of one table so far."""

    rows: int = 0
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def add(self, lines: bytes) -> None:
        """Counts whole lines."""
        self.rows += lines.count(b"\n")
        self.digest.update(lines)

    @property
    def sum(self) -> Sum:
        """Rows and hash up to here."""
        return Sum(self.rows, self.digest.hexdigest())


def pieces(description: Description, lines_of: Mapping[str, Iterable[bytes]]) -> Iterator[bytes]:
    """Yields the archive, in memory bounded by one part.

    Args:
        lines_of: the rows of each table as lines that end in a newline; read one after another, once.
    """
    squeeze = zlib.compressobj(FAST, zlib.DEFLATED, GZIP_WBITS)
    for piece in _tar_pieces(description, lines_of):
        if squeezed := squeeze.compress(piece):
            yield squeezed
    yield squeeze.flush()


def _tar_pieces(description: Description, lines_of: Mapping[str, Iterable[bytes]]) -> Iterator[bytes]:
    said = {"format": FORMAT, **asdict(description), "taken_at": description.taken_at.isoformat()}
    yield from _member(DESCRIPTION, _json(said))
    sums: dict[str, dict[str, object]] = {}
    for table, lines in lines_of.items():
        count = Count()
        for number, part in enumerate(_parts(lines), 1):
            count.add(part)
            yield from _member(f"rows/{table}/{number:05}.jsonl", part)
        sums[table] = asdict(count.sum)
    yield from _member(SUMS, _json(sums))
    yield bytes(2 * tarfile.BLOCKSIZE)


def _json(value: object) -> bytes:
    return json.dumps(value, indent=1).encode()


def _member(name: str, content: bytes) -> Iterator[bytes]:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    yield member.tobuf(tarfile.USTAR_FORMAT)
    yield content
    yield bytes(-len(content) % tarfile.BLOCKSIZE)


def _parts(lines: Iterable[bytes]) -> Iterator[bytes]:
    held, size = [], 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= PART_BYTES:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


@dataclass(frozen=True)
class _Member:
    name: str
    content: bytes

    @property
    def table(self) -> str:
        """The table whose rows it holds; empty for what is not rows."""
        match self.name.split("/"):
            case ["rows", table, _]:
                return table
        return ""


class Archive:
    """An archive that is read once, from front to back. What it yields is trusted only after the last row.

    Raises:
        DamagedBackup: here and while reading: it was altered or cut short, or is no backup.
        BackupRefused: a newer version of Bereik made it.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._members = _members(stream)
        self.description = _described(next(self._members, None))
        self.sums: dict[str, Sum] = {}

    def tables(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yields each table that has rows, with its parts: whole lines. Read all parts before the next table."""
        counts = {table: Count() for table in self.description.columns}
        for table, members in groupby(self._members, lambda member: member.table):
            if not table:
                self._compare(list(members), counts)
                return
            if table not in counts or counts[table].rows:
                raise DamagedBackup("the backup is damaged: its tables are not the ones that it names.")
            yield table, _counted(members, counts[table])
        raise DamagedBackup("the backup is cut short: its end is missing.")

    def _compare(self, last: list[_Member], counts: Mapping[str, Count]) -> None:
        self.sums = {table: count.sum for table, count in counts.items()}
        said = _loaded(last[0].content) if [one.name for one in last] == [SUMS] else None
        if said != {table: asdict(one) for table, one in self.sums.items()}:
            raise DamagedBackup("the backup is damaged: its rows are not the ones that were written.")


def _counted(members: Iterator[_Member], count: Count) -> Iterator[bytes]:
    for member in members:
        count.add(member.content)
        yield member.content


def _members(stream: IO[bytes]) -> Iterator[_Member]:
    try:
        with gzip.GzipFile(fileobj=stream) as unzipped:
            with tarfile.open(fileobj=unzipped, mode="r|") as tar:
                while (member := tar.next()) is not None:
                    content = tar.extractfile(member) or io.BytesIO()
                    yield _Member(member.name, content.read())
            while unzipped.read(PART_BYTES):
                pass  # gzip compares its own sum at its very end
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError):
        raise DamagedBackup("the backup is damaged or cut short.") from None


def _loaded(content: bytes) -> object:
    try:
        return json.loads(content)
    except ValueError:
        return None


def _described(member: _Member | None) -> Description:
    said = _loaded(member.content) if member is not None and member.name == DESCRIPTION else None
    if not isinstance(said, dict):
        raise DamagedBackup("this is not a backup of Bereik.")
    if said.get("format") != FORMAT:
        raise BackupRefused(
            f"the backup has format {said.get('format')} and this version reads {FORMAT}: update Bereik first."
        )
    try:
        return Description(
            version=str(said["version"]),
            revision=str(said["revision"]),
            store=str(said["store"]),
            taken_at=datetime.fromisoformat(said["taken_at"]),
            columns={str(table): [str(one) for one in columns] for table, columns in said["columns"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise DamagedBackup("the backup is damaged: it does not say what is in it.") from None
