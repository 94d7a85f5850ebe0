"""`python -m app`: listens where the environment says, until SIGTERM."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import sys
from contextlib import contextmanager
from functools import partial
from typing import Any

import uvicorn

from .application import Application
from .connection import Connection
from .settings import SettingError, Settings, read_settings

BACKLOG = 128


class Server(uvicorn.Server):
    """Stops as all our services do: the first signal drains and ends with 0, the second ends at once."""

    def __init__(self, application: Application, settings: Settings) -> None:
        config = uvicorn.Config(
            application,
            http=partial(Connection, settings.idle_seconds),
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=settings.grace_seconds,
        )
        super().__init__(config)
        self._application = application

    @contextmanager
    def capture_signals(self) -> Any:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        yield

    def _stop(self, number: int, _frame: Any) -> None:
        if self.should_exit:
            os._exit(128 + number)
        self._application.state.enter("draining")
        self.should_exit = True


def open_socket(settings: Settings) -> socket.socket:
    """The inherited socket, or a new one. Raises SettingError."""
    try:
        if settings.listen_fd is not None:
            listener = socket.socket(fileno=settings.listen_fd)
        else:
            family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
            listener = socket.create_server((settings.host, settings.port), family=family)
        listener.listen(BACKLOG)
    except OSError as error:
        raise SettingError(f"cannot listen: {error}") from None
    return listener


async def serve(settings: Settings) -> None:
    """Answers from the start on; it is ready when the process of the model is."""
    application = Application(settings)
    with open_socket(settings) as listener:
        server = Server(application, settings)
        starting = asyncio.create_task(application.start())
        host, port = listener.getsockname()[:2]
        report(host, port)
        try:
            await server.serve([listener])
        finally:
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
            await application.stop()


def report(host: str, port: int) -> None:
    """One line for people and programs, and a message for a Node.js parent that opened a channel."""
    sys.stderr.write(f"listening on http://{host}:{port}\n")
    channel = os.environ.get("NODE_CHANNEL_FD")
    if channel and channel.isdigit():
        os.write(int(channel), json.dumps({"type": "listening", "port": port}).encode() + b"\n")


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    logging.getLogger("faster_whisper").setLevel(logging.WARNING)
    try:
        settings = read_settings(os.environ)
        asyncio.run(serve(settings))
    except SettingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
