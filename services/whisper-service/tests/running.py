"""The application on a real socket, in a thread of its own."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn

from app.application import Application
from app.connection import Connection
from app.hub import Hub
from app.settings import Settings

from .form import Client

FAKE_WORKER = [sys.executable, str(Path(__file__).parent / "fake_worker.py")]
TASK = "/v1/tasks/audio-to-text"


def eventually(check: Callable[[], Any], seconds: float = 15) -> Any:
    """Tries until the check neither raises nor answers something false."""
    end = time.monotonic() + seconds
    while True:
        try:
            if result := check():
                return result
        except (AssertionError, OSError):
            if time.monotonic() > end:
                raise
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


class _Server(uvicorn.Server):
    """Ends at once when it is told to, where uvicorn looks ten times a second."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._loop = asyncio.get_running_loop()
        self._told_to_end = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def main_loop(self) -> None:
        await self._told_to_end.wait()

    def end(self) -> None:
        self._loop.call_soon_threadsafe(self._told_to_end.set)


@contextlib.contextmanager
def running(settings: Settings, command: list[str] | None = None, hub: Hub | None = None) -> Iterator[Client]:
    """A client of the service, which is ready (or has failed to get ready)."""
    listener = socket.create_server(("127.0.0.1", 0))
    server: list[_Server] = []

    async def serve() -> None:
        application = Application(settings, command or FAKE_WORKER, hub)
        await application.start()
        connection = partial(Connection, settings.idle_seconds)
        config = uvicorn.Config(
            application, http=connection, lifespan="off", log_level="critical", timeout_graceful_shutdown=1
        )
        server.append(_Server(config))
        await server[0].serve([listener])
        await application.stop()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        eventually(lambda: server)
        yield Client(listener.getsockname()[1])
    finally:
        server[0].end()
        thread.join()


def scratch_files() -> list[Path]:
    """What lies in the temporary folders of this process's services."""
    return [path for folder in Path(tempfile.gettempdir()).glob("mediaconduit-whisper-*") for path in folder.iterdir()]
