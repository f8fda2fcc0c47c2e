"""What machines ask: is it well, and how much of what is there."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from bot.clock import machine_now
from bot.office import Office

if TYPE_CHECKING:
    from prometheus_client.core import GaugeMetricFamily

Checks = dict[str, Callable[[], str | None]]
OLDEST = 600.0  # seconds that a delivery may wait before somebody should look


def engine_checks(office: Office, silent: float) -> Checks:
    """Whether somebody keeps the clock, and whether deliveries get through."""

    def clock() -> str | None:
        lag = clock_lag(office, machine_now())
        if lag is None:
            return "nobody keeps the clock; start “rapport clock”"
        return f"the clock has not ticked for {lag:.0f} s" if lag > silent else None

    def queue() -> str | None:
        age = queue_age(office)
        return f"a delivery has been waiting for {age / 60:.0f} min" if age > OLDEST else None

    return {"clock": clock, "queue": queue}


def clock_lag(office: Office, now: datetime) -> float | None:
    """Seconds since a clock last gave a sign of life; None where there is none."""
    beats = [one.beat_at for one in office.store.workers.all() if one.role == "clock"]
    return max(0.0, (now - max(beats)).total_seconds()) if beats else None


def queue_age(office: Office) -> float:
    """Seconds that the oldest delivery has been due, of those not posted yet; else 0."""
    now = office.clock.now()
    oldest = office.store.dispatch.oldest_waiting(now)
    return (now - oldest).total_seconds() if oldest else 0.0


def metrics(office: Office) -> bytes:
    """Everything as Prometheus reads it; counted from the rows, so all processes tell the same."""
    from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
    from prometheus_client.registry import Collector

    class Rows(Collector):
        def collect(self) -> "Iterable[GaugeMetricFamily]":
            return _families(office)

    registry = CollectorRegistry()
    registry.register(Rows())
    ProcessCollector(registry=registry)
    return generate_latest(registry)


def _families(office: Office) -> "Iterable[GaugeMetricFamily]":
    from prometheus_client.core import GaugeMetricFamily

    states = GaugeMetricFamily("rapport_deliveries", "Deliveries by state.", labels=["state"])
    for state, count in office.store.dispatch.counts().items():
        states.add_metric([state], count)
    yield states
    roles = GaugeMetricFamily("rapport_processes", "Processes by role.", labels=["role"])
    found = [one.role for one in office.store.workers.all()]
    for role in sorted(set(found)):
        roles.add_metric([role], found.count(role))
    yield roles
    age = "Seconds that the oldest delivery that is due has been waiting."
    yield GaugeMetricFamily("rapport_queue_age_seconds", age, queue_age(office))
    lag = clock_lag(office, machine_now())
    yield GaugeMetricFamily(
        "rapport_clock_lag_seconds",
        "Seconds since a clock last ticked; NaN where nobody keeps one.",
        float("nan") if lag is None else lag,
    )
