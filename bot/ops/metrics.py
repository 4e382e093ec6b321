"""Counters and durations for Prometheus, behind the port `Meter`."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Summary, generate_latest
from prometheus_client.metrics import MetricWrapperBase


class PrometheusMeter:
    """A `Meter` whose numbers `/metrics` shows."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._metrics: dict[str, MetricWrapperBase] = {}

    def count(self, name: str, by: float = 1, **labels: str) -> None:
        """Add to the counter `onrecord_NAME_total`."""
        metric = self._metrics.get(name)
        if not isinstance(metric, Counter):
            metric = self._metrics[name] = Counter(
                f"onrecord_{name}", name.replace("_", " "), sorted(labels), registry=self._registry
            )
        (metric.labels(**labels) if labels else metric).inc(by)

    def time(self, name: str, seconds: float, **labels: str) -> None:
        """Add one duration to the summary `onrecord_NAME_seconds`."""
        metric = self._metrics.get(name)
        if not isinstance(metric, Summary):
            metric = self._metrics[name] = Summary(
                f"onrecord_{name}_seconds", name.replace("_", " "), sorted(labels), registry=self._registry
            )
        (metric.labels(**labels) if labels else metric).observe(seconds)

    def page(self) -> bytes:
        """The numbers in Prometheus's text format."""
        return generate_latest(self._registry)
