"""Connections of clients, and the end of those whose client does not read."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol


class Connection(H11Protocol):
    """Is cut when bytes of an answer wait for the client, and it reads none of them for `idle_seconds`. What works for
    it ends then as if the client had gone."""

    def __init__(self, idle_seconds: float, **rest: Any) -> None:
        super().__init__(**rest)
        self._idle_seconds = idle_seconds
        self._look: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=0)  # the first byte that waits counts

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch()

    def resume_writing(self) -> None:
        self._stop_watching()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_watching()
        super().connection_lost(exc)

    def _watch(self) -> None:
        waiting = self.transport.get_write_buffer_size()
        self._look = self.loop.call_later(self._idle_seconds, self._cut_unless_less_than, waiting)

    def _cut_unless_less_than(self, waiting: int) -> None:
        if self.transport.get_write_buffer_size() < waiting:
            self._watch()
        else:
            self.transport.abort()

    def _stop_watching(self) -> None:
        if self._look:
            self._look.cancel()
            self._look = None
