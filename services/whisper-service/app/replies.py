"""How answers go out: early ones while the client still sends, streams, and the end of work when the client goes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from .faults import Fault

# What is read and thrown away of a refused body, so that the client sees the answer instead of a reset.
MOST_DISCARDED_BYTES = 16 * 1024 * 1024
LINGER_SECONDS = 2


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


class JsonReply(Response):
    """JSON with the letters as they are."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return json.dumps(content, ensure_ascii=False).encode()


class FaultReply(JsonReply):
    """Says what is wrong, also to a client that has not sent everything yet."""

    def __init__(self, fault: Fault, openai: bool = False) -> None:
        body = fault.openai_body() if openai else fault.body()
        super().__init__(body, fault.status, {**fault.headers, "connection": "close"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": True})
        try:
            async with asyncio.timeout(LINGER_SECONDS):
                await _discard(receive)
        except TimeoutError:
            pass
        await send({"type": "http.response.body"})


class LineStream:
    """An answer of which each piece is sent when it is there; it begins with the first."""

    def __init__(self, send: Send, content_type: str) -> None:
        self._send, self._content_type = send, content_type
        self.started = False

    async def write(self, text: str) -> None:
        if not self.started:
            self.started = True
            headers = [
                (b"content-type", self._content_type.encode()),
                (b"cache-control", b"no-store"),
                (b"x-accel-buffering", b"no"),
            ]
            await self._send({"type": "http.response.start", "status": 200, "headers": headers})
        await self._send({"type": "http.response.body", "body": text.encode(), "more_body": True})

    async def line(self, value: Any) -> None:
        await self.write(json.dumps(value, ensure_ascii=False) + "\n")

    async def end(self) -> None:
        await self._send({"type": "http.response.body"})


async def while_client_stays(receive: Receive, work: Coroutine[Any, Any, None]) -> None:
    """Runs the work to its end. When the client goes first, the work is cancelled; raises ClientGone."""
    task = asyncio.create_task(work)
    leaving = asyncio.create_task(_until_gone(receive))
    try:
        await asyncio.wait({task, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientGone
        await task
    finally:
        leaving.cancel()
        task.cancel()
        await asyncio.gather(task, leaving, return_exceptions=True)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _discard(receive: Receive) -> None:
    discarded = 0
    while discarded < MOST_DISCARDED_BYTES:
        message = await receive()
        discarded += len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return
