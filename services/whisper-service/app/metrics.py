"""Counters in the Prometheus text format, under the names that all MediaConduit services use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from .process_figures import cpu_seconds, resident_bytes

BUCKETS_SECONDS = (0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60)
REQUESTS = "mediaconduit_service_requests_total"
DURATION = "mediaconduit_service_request_duration_seconds"

_WORK = {
    "whisper_audio_seconds_total": "counter",
    "whisper_compute_seconds_total": "counter",
    "whisper_segments_total": "counter",
    "whisper_model_loads_total": "counter",
    "whisper_model_load_seconds_total": "counter",
    "whisper_cancelled_total": "counter",
    "whisper_worker_kills_total": "counter",
    "whisper_downloaded_bytes_total": "counter",
    "whisper_waiting": "gauge",
}


class Metrics:
    """What happened since the start."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._seconds: Counter[tuple[str, str]] = Counter()
        self._buckets: dict[tuple[str, str], list[int]] = {}
        self._work: dict[str, float] = dict.fromkeys(_WORK, 0.0)
        self.in_flight = 0

    def add(self, name: str, amount: float = 1) -> None:
        """`name` without the prefix `whisper_`."""
        self._work[f"whisper_{name}"] += amount

    def end_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """`route` is the pattern of the route, empty when none was found: made-up paths must not grow the table."""
        self._requests[method if route else "", route, status] += 1
        key = (method if route else "", route)
        self._seconds[key] += seconds
        buckets = self._buckets.setdefault(key, [0] * (len(BUCKETS_SECONDS) + 1))
        index = next((at for at, limit in enumerate(BUCKETS_SECONDS) if seconds <= limit), len(BUCKETS_SECONDS))
        buckets[index] += 1

    def render(self, worker: int | None = None) -> str:
        """`worker` is the number of the process that holds the model."""
        lines = [f"# TYPE {REQUESTS} counter"]
        for (method, route, status), count in self._requests.items():
            lines.append(f'{REQUESTS}{{method="{method}",route="{route}",code="{status}"}} {count}')
        lines.append(f"# TYPE {DURATION} histogram")
        for key, buckets in self._buckets.items():
            lines.extend(_histogram(key, buckets, self._seconds))
        lines.append("# TYPE mediaconduit_service_requests_in_flight gauge")
        lines.append(f"mediaconduit_service_requests_in_flight {self.in_flight}")
        lines.append("# TYPE process_cpu_seconds_total counter")
        lines.append(f"process_cpu_seconds_total {cpu_seconds(worker):.3f}")
        lines.append("# TYPE process_resident_memory_bytes gauge")
        lines.append(f"process_resident_memory_bytes {resident_bytes(worker)}")
        for name, kind in _WORK.items():
            lines.extend((f"# TYPE {name} {kind}", f"{name} {self._work[name]:g}"))
        return "\n".join(lines) + "\n"


def _histogram(key: tuple[str, str], buckets: list[int], seconds: Mapping[tuple[str, str], float]) -> list[str]:
    labels = f'method="{key[0]}",route="{key[1]}"'
    lines, below = [], 0
    for limit, count in zip((*BUCKETS_SECONDS, "+Inf"), buckets, strict=True):
        below += count
        lines.append(f'{DURATION}_bucket{{{labels},le="{limit}"}} {below}')
    return [*lines, f"{DURATION}_sum{{{labels}}} {seconds[key]:g}", f"{DURATION}_count{{{labels}}} {below}"]
