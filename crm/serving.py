"""The server process: how it leaves without refusing anybody."""

import signal
import time
from types import FrameType

import uvicorn
from starlette.datastructures import State


class LeavingServer(uvicorn.Server):
    """Ends on SIGTERM in three steps: says that it leaves, goes on answering for a while, finishes what is under way.

    In that while the proxy sees that this process is not ready any more and sends new requests elsewhere.

    Args:
        state: the application's; `is_leaving` in it is what the proxy's question is answered by.
        leave_after_s: how long it goes on. A second signal, or Ctrl+C, cuts it short.
    """

    def __init__(self, config: uvicorn.Config, state: State, leave_after_s: float) -> None:
        super().__init__(config)
        self._state = state
        self._leave_after_s = leave_after_s
        self._leaves_at: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Notes that the process is to end. Unlike uvicorn it then ends with status 0: it did what it was told."""
        del frame
        if sig != signal.SIGTERM or self._leaves_at is not None or not self._leave_after_s:
            self.force_exit = self.should_exit and sig == signal.SIGINT
            self.should_exit = True
        else:
            self._leaves_at = time.monotonic() + self._leave_after_s
        self._state.is_leaving = True

    async def on_tick(self, counter: int) -> bool:
        """Whether to end now; asked ten times a second."""
        is_over = self._leaves_at is not None and time.monotonic() >= self._leaves_at
        return await super().on_tick(counter) or is_over
