"""The clock of a host beside the store's own, which PostgreSQL has: beats and alarms go by the store's."""

from datetime import timedelta

from crm.clock import FixedClock, SystemClock
from crm.db import Database
from crm.operations.alarms import AlarmKind, alarms
from crm.operations.beats import Beat, InHand
from crm.operations.models import ProcessKind
from crm.operations.queries import observe
from crm.outbox import STORE_TIME
from crm.settings import Settings
from crm.unit_of_work import Subscriptions, Work
from crm.viewer import SYSTEM


def test_a_host_whose_clock_is_wrong_beats_in_time_and_is_told(database: Database) -> None:
    now = SystemClock().now()
    settings = Settings(database_url=database.url, broker_url="redis://127.0.0.1:1/0")
    store_time = None if database.is_sqlite else STORE_TIME
    for kind, ahead in ((ProcessKind.WORK, timedelta(hours=1)), (ProcessKind.SCHEDULE, timedelta(0))):
        clock = FixedClock(now + ahead)
        work = Work(database, Subscriptions({}), clock, settings, store_time=store_time)
        Beat(work, kind, "0014", InHand(clock), lambda: True).beat()
    with database.reading() as session:
        at = now if database.is_sqlite else work.present_in(session)
        observed = observe(session, SYSTEM, at, is_embedded=False)
    told = [(alarm.kind, alarm.values["num"]) for alarm in alarms(observed) if "num" in alarm.values]
    if database.is_sqlite:  # one host, so nothing to compare with
        assert told == []
        return
    assert [one.kind for one in observed.seen] == [ProcessKind.SCHEDULE, ProcessKind.WORK]
    ((kind_told, seconds),) = told
    assert kind_told is AlarmKind.CLOCKS_DIFFER
    assert isinstance(seconds, int)
    assert 3500 < seconds < 3700
