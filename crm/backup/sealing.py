"""Sealing a backup: the age format (age-encryption.org), by keys of which the server holds the public half only.

The library is imported when it is first needed; files open with the `age` program too.
"""

import io
import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from crm.backup.refusals import BackupRefused, DamagedBackup

if TYPE_CHECKING:
    from pyrage.x25519 import Identity
    from typing_extensions import Buffer

SEALED, SQUEEZED = b"age-encryption.org/v1", b"\x1f\x8b"
SECRET = re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]+", re.IGNORECASE)


class _Source(io.BufferedIOBase):
    """A stream over pieces that are made while they are read. It keeps what was raised, which age makes a text of."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._left = b""
        self.raised: BaseException | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        try:
            while not self._left:
                self._left = next(self._pieces)
        except StopIteration:
            return b""
        except BaseException as error:
            self.raised = error
            raise
        given, self._left = self._left[:size], self._left[size:]
        return given


class _Sink(io.BufferedIOBase):
    """Where age writes to. It keeps what was raised."""

    def __init__(self, write: Callable[[bytes], int]) -> None:
        self._write = write
        self.raised: BaseException | None = None

    def writable(self) -> bool:
        return True

    def write(self, content: "Buffer") -> int:
        try:
            return self._write(bytes(content))
        except BaseException as error:
            self.raised = error
            raise


def make_key() -> "Identity":
    """A fresh private key; `to_public()` gives the half that the server may know."""
    from pyrage import x25519

    return x25519.Identity.generate()


def seal(pieces: Iterable[bytes], file: IO[bytes], recipients: Sequence[str], check: "Identity") -> None:
    """Writes the pieces to the file so that only the holders of the recipients' private keys can read them.

    Args:
        check: a key made for this one file, with which it is read back; forgotten afterwards.

    Raises:
        BackupRefused: a recipient is not a public key of age.
    """
    import pyrage

    try:
        keys = [pyrage.x25519.Recipient.from_str(one) for one in recipients]
    except pyrage.RecipientError:
        raise BackupRefused("BEREIK_BACKUP_RECIPIENT is not right: it is not a public key of age.") from None
    source, sink = _Source(pieces), _Sink(file.write)
    try:
        pyrage.encrypt_io(source, sink, [*keys, check.to_public()])
    except pyrage.EncryptError:
        raise source.raised or sink.raised or BackupRefused("the backup could not be encrypted.") from None


def read_keys(path: Path) -> "list[Identity]":
    """The private keys in a file, as `bereik backup keygen` and `age-keygen` write them.

    Raises:
        BackupRefused: it cannot be read, or holds none.
    """
    import pyrage

    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        found = [line.strip() for line in lines if SECRET.fullmatch(line.strip())]
        keys = [pyrage.x25519.Identity.from_str(line.upper()) for line in found]
    except OSError as error:
        raise BackupRefused(f"the key file {path} cannot be read: {error.strerror}.") from None
    except (UnicodeDecodeError, pyrage.IdentityError):
        keys = []
    if not keys:
        raise BackupRefused(
            f"the key file {path} holds no private key (a line that begins with AGE-SECRET-KEY-1)."
        )
    return keys


@contextmanager
def unsealed(path: Path, keys: "Sequence[Identity]") -> Iterator[IO[bytes]]:
    """The archive in a backup file, as a stream. It is whole and unaltered only when the block has ended.

    Raises:
        BackupRefused: the file cannot be read, or none of the keys opens it.
        DamagedBackup: it was altered or cut short, or is no backup.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise BackupRefused(f"{path} cannot be read: {error.strerror}.") from None
    with file:
        start = file.read(len(SEALED))
        file.seek(0)
        if start == SEALED:
            if not keys:
                raise BackupRefused("the backup is encrypted: give the private key with --identity FILE.")
            with _Opening(file, keys) as stream:
                yield stream
        elif start.startswith(SQUEEZED):
            yield file
        else:
            raise DamagedBackup(f"{path} is not a backup of Bereik.")


class _Opening:
    """Decrypts in a thread of its own: age pushes, and whoever reads an archive pulls."""

    def __init__(self, file: io.BufferedReader, keys: "Sequence[Identity]") -> None:
        self._file, self._keys = file, list(keys)
        reading, self._writing = os.pipe()
        self._stream = os.fdopen(reading, "rb")
        self._refusal: BackupRefused | None = None
        self._is_left = False
        self._thread = threading.Thread(target=self._decrypt, name="unseal", daemon=True)

    def _decrypt(self) -> None:
        import pyrage

        with os.fdopen(self._writing, "wb", buffering=0) as pushed:
            try:
                pyrage.decrypt_io(self._file, _Sink(pushed.write), self._keys)
            except (pyrage.DecryptError, OSError) as error:
                if self._is_left:
                    return  # nobody reads on: the pipe was closed on purpose
                if "No matching keys" in str(error):
                    self._refusal = BackupRefused("none of the keys in the key file opens this backup.")
                else:
                    self._refusal = DamagedBackup("the backup is damaged or cut short.")

    def __enter__(self) -> IO[bytes]:
        self._thread.start()
        return self._stream

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: object) -> None:
        if kind is None or issubclass(kind, DamagedBackup):
            # To the very end: age says only there that nothing was cut off.
            while self._stream.read(1 << 16):
                pass
        self._is_left = True
        self._stream.close()
        self._thread.join()
        if self._refusal is not None and (kind is None or issubclass(kind, DamagedBackup)):
            raise self._refusal from None
