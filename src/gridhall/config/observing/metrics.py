"""Figures for Prometheus: requests of the web processes, and the state of the installation.

With several web processes (``gridhall serve --workers``) they count into files of a folder that
``PROMETHEUS_MULTIPROC_DIR`` names, so that a scrape sees them all.
"""

from __future__ import annotations

import importlib.metadata
import os
from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from gridhall.config.observing import health

SHARED = "PROMETHEUS_MULTIPROC_DIR"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_own = CollectorRegistry()
REQUESTS = Counter(
    "gridhall_requests", "Requests answered.", ["method", "route", "status"], registry=_own
)
SECONDS = Histogram(
    "gridhall_request_seconds", "Seconds until the answer was ready.", ["method", "route"],
    registry=_own, buckets=BUCKETS,
)  # fmt: skip


def count_request(*, method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    known = method if method in METHODS else "OTHER"
    REQUESTS.labels(known, route, str(status)).inc()
    SECONDS.labels(known, route).observe(seconds)


def page() -> bytes:
    """Return all figures in Prometheus' text format."""
    requests = _own
    if os.environ.get(SHARED):
        requests = CollectorRegistry()
        MultiProcessCollector(requests)  # type: ignore[no-untyped-call]
    state = CollectorRegistry()
    state.register(InstallationCollector())
    return generate_latest(requests) + generate_latest(state)


class InstallationCollector(Collector):
    """What the database tells at the moment of the scrape."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Yield the gauges; with the database away, only that it is."""
        version = importlib.metadata.version("gridhall")
        yield _labelled("gridhall_info", "The running version.", "version", [(version, 1)])
        checks = health.checks()
        yield _labelled(
            "gridhall_check", "A check of /readyz: 0 ok, 1 warning, 2 failed.", "check",
            [(one.name, health.STATES.index(one.state)) for one in checks],
        )  # fmt: skip
        if all(one.state != health.FAILED for one in checks if one.name == health.DATABASE):
            yield from _jobs()
            yield from _outbox()
            yield from _audit()


def _jobs() -> Iterator[GaugeMetricFamily]:
    from gridhall.foundation.jobs import selectors

    queue = selectors.queue_state()
    yield _gauge("gridhall_workers", "Workers with a heartbeat.", queue.workers)
    yield _gauge(
        "gridhall_job_oldest_waiting_seconds",
        "How long the oldest job waits.",
        queue.oldest_seconds,
    )
    family = GaugeMetricFamily(
        "gridhall_jobs", "Jobs in the queue's table.", labels=["task", "state"]
    )
    for task, state, number in selectors.counts_by_task():
        family.add_metric([task, state], number)
    yield family


def _outbox() -> Iterator[GaugeMetricFamily]:
    from gridhall.foundation.outbox import selectors

    state = selectors.state()
    yield _labelled(
        "gridhall_outbox_events", "Events not delivered.", "state",
        [("fresh", state.fresh), ("failing", state.failing), ("given_up", state.given_up)],
    )  # fmt: skip
    yield _gauge(
        "gridhall_outbox_oldest_seconds", "Age of the oldest of them.", state.oldest_seconds
    )


def _audit() -> Iterator[GaugeMetricFamily]:
    from gridhall.foundation.audit import selectors

    family = GaugeMetricFamily(
        "gridhall_audit_head", "Newest sequence of each audit chain.", labels=["chain"]
    )
    for head in selectors.heads():
        family.add_metric([str(head.chain)], head.sequence)
    yield family


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)


def _labelled(
    name: str, text: str, label: str, values: Iterable[tuple[str, float]]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=[label])
    for key, value in values:
        family.add_metric([key], value)
    return family
