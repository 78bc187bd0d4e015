"""Makes a process seen while it runs: its row in the store, and its metrics where a port is set for them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from crm import migrate
from crm.operations.beats import Beat, InHand
from crm.operations.models import ProcessKind
from crm.unit_of_work import Work
from crm.watch import Watches


@contextmanager
def watched(work: Work, kind: ProcessKind, broker_answers: Callable[[], bool]) -> Iterator[None]:
    """Beats and counts while the block runs.

    Args:
        broker_answers: whether the broker outside answers this process.

    Raises:
        OSError: the port for metrics cannot be used.
    """
    in_hand = InHand(work.clock)
    with ExitStack() as ending:
        if work.settings.metrics_port:
            from crm.operations.metrics import serving_metrics

            work.watch = Watches(in_hand, ending.enter_context(serving_metrics(work)))
        else:
            work.watch = in_hand
        beat = Beat(work, kind, migrate.head(), in_hand, broker_answers)
        ending.enter_context(beat.beating())
        yield
