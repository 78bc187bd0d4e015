"""The broker that carries wake-ups: in memory, or Redis, by the settings."""

from dramatiq import Broker
from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware import CurrentMessage, ShutdownNotifications, TimeLimit

from crm.outbox import TIME_LIMIT_MS
from crm.settings import Settings

NAMESPACE = "bereik"


def make_broker(settings: Settings) -> Broker:
    """The broker of these settings.

    It runs without Retries, delays, results and pipelines: each loses work when Redis has a bad moment. The
    delivery row does all of that.
    """
    middleware = [
        TimeLimit(time_limit=max(TIME_LIMIT_MS.values()), interval=1000),
        ShutdownNotifications(),
        CurrentMessage(),
    ]
    if settings.is_embedded:
        return StubBroker(middleware=middleware)
    from dramatiq.brokers.redis import RedisBroker

    return RedisBroker(  # type: ignore[no-untyped-call]
        url=settings.broker_url,
        middleware=middleware,
        namespace=NAMESPACE,
        # Longer than a wake-up waits: what a dead worker held is sent again by the relay first, which counts.
        heartbeat_timeout=60_000,
        maintenance_chance=50_000,
    )
