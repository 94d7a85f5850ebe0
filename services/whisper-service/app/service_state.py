"""How far the service is, and what its health routes say about it."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from .transcriber import Transcriber

SERVICE = "whisper-service"


class ServiceState:
    """`starting`, `ready`, `failed` or `draining`."""

    def __init__(self, version: str, transcriber: Transcriber) -> None:
        self.version = version
        self._transcriber = transcriber
        self._started = time.time()
        self._phase = "starting"
        self._reason = ""

    def enter(self, phase: str, reason: str = "") -> None:
        """Nothing leaves `draining`."""
        if self._phase != "draining":
            self._phase, self._reason = phase, reason

    @property
    def is_ready(self) -> bool:
        return self._phase == "ready"

    def health(self) -> dict[str, Any]:
        words = {"starting": "starting", "ready": "healthy", "failed": "unhealthy", "draining": "stopping"}
        now = time.time()
        return {
            "status": words[self._phase],
            "uptime": round(now - self._started, 3),
            "timestamp": datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "service": SERVICE,
            "version": self.version,
            "checks": {"ready": self._reason or self._phase, **self._device()},
            "load": {"state": "loaded" if self._transcriber.loaded else "idle", "model": self._transcriber.loaded},
        }

    def _device(self) -> dict[str, str]:
        device = self._transcriber.device
        return {"device": f"{device.name}: {device.reason}"} if device else {}
