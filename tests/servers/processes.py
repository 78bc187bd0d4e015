"""What every server of the tests can do: a process is found, frozen and let go again with all its children."""

import os
import signal
import subprocess
import time
from pathlib import Path


def family(pid: int) -> list[int]:
    """That process and all that descend from it, parents first."""
    found = [pid]
    for one in found:
        children = Path(f"/proc/{one}/task/{one}/children")
        if children.exists():
            found += [int(child) for child in children.read_text().split()]
    return found


def freeze(pid: int) -> None:
    """Stops a process and its children where they are, as a host that hangs: connections stay, nothing answers."""
    for one in family(pid):
        _send(one, signal.SIGSTOP)


def let_go(pid: int) -> None:
    """Lets a frozen process and its children go on."""
    for one in family(pid):
        _send(one, signal.SIGCONT)


def is_alive(pid: int) -> bool:
    """Whether there is a process with that id that has not ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_for_end(pid: int, wait_s: float = 30) -> None:
    """Waits until the process has ended.

    Raises:
        TimeoutError: it runs on.
    """
    deadline = time.monotonic() + wait_s
    while is_alive(pid):
        if time.monotonic() > deadline:
            raise TimeoutError(f"process {pid} runs on")
        time.sleep(0.01)


class Guard:
    """Ends a server when the process that started it ends, however that happens: no test run leaves one behind."""

    def __init__(self, pid: int, folder: Path) -> None:
        # It reads until we are gone, since then nobody holds the other end.
        script = 'cat >/dev/null; kill -CONT "$0"; kill -QUIT "$0"; sleep 1; kill -KILL "$0"; rm -rf "$1"'
        command = ["sh", "-c", script, str(pid), str(folder)]
        quiet = subprocess.DEVNULL
        self._watching = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, start_new_session=True
        )

    def dismiss(self) -> None:
        """Lets the server be: it was ended in another way."""
        self._watching.kill()
        self._watching.wait()
        if self._watching.stdin is not None:
            self._watching.stdin.close()


def _send(pid: int, what: signal.Signals) -> None:
    try:
        os.kill(pid, what)
    except ProcessLookupError:
        return
