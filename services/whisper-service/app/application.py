"""Puts the service together: an ASGI application, with what has to be started and stopped around it."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .faults import Fault, internal_fault
from .hub import Hub
from .metrics import Metrics
from .model_store import ModelStore
from .replies import FaultReply
from .routes import Operation, all_operations
from .scratch import Scratch
from .service_state import ServiceState
from .settings import Settings
from .transcriber import Transcriber
from .transcription_reply import TranscriptionDesk
from .version import VERSION
from .worker_process import WorkerUnusable, worker_command

LOG = logging.getLogger("whisper-service")


class Application:
    """The service without a socket. `command` and `hub` are other programs in tests."""

    def __init__(self, settings: Settings, command: Sequence[str] | None = None, hub: Hub | None = None) -> None:
        self._metrics = Metrics()
        self._scratch = Scratch()
        store = ModelStore(settings, hub)
        self._transcriber = Transcriber(settings, store, self._metrics, command or worker_command(settings))
        self.state = ServiceState(VERSION, self._transcriber)
        desk = TranscriptionDesk(settings, store, self._transcriber, self._scratch)
        operations = all_operations(desk, self.state, self._metrics)
        routes = [_route(operation) for operation in operations]
        handlers = {Fault: _answer_fault, HTTPException: _answer_http, Exception: _answer_bug}
        self._app = Starlette(routes=routes, exception_handlers=handlers)

    async def start(self) -> None:
        """Ready when the process of the model has said hello; why not stands in `/health`."""
        self._scratch.open()
        try:
            await self._transcriber.start()
            self.state.enter("ready")
        except (WorkerUnusable, TimeoutError, OSError) as error:
            LOG.error("not ready: %s", error)
            self.state.enter("failed", str(error) or "the process of the model does not answer")

    async def stop(self) -> None:
        await self._transcriber.stop()
        self._scratch.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        started = time.perf_counter()
        status = 499
        request_id = dict(scope["headers"]).get(b"x-request-id")

        async def observed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if request_id:
                    message = {**message, "headers": [*message.get("headers", []), (b"x-request-id", request_id)]}
            await send(message)

        self._metrics.in_flight += 1
        try:
            await self._app(scope, receive, observed)
        finally:
            self._metrics.in_flight -= 1
            seconds = time.perf_counter() - started
            self._metrics.end_request(scope["method"], scope.get("mediaconduit.route", ""), status, seconds)


def _route(operation: Operation) -> Route:
    async def endpoint(request: Request) -> ASGIApp:
        request.scope["mediaconduit.route"] = operation.path
        return await operation.handle(request)

    return Route(operation.path, endpoint, methods=[operation.method])


def _is_openai(request: Request) -> bool:
    return request.url.path.startswith("/v1/audio")


async def _answer_fault(request: Request, fault: Exception) -> ASGIApp:
    assert isinstance(fault, Fault)
    return FaultReply(fault, _is_openai(request))


async def _answer_http(request: Request, error: Exception) -> ASGIApp:
    assert isinstance(error, HTTPException)
    path = request.url.path[:200]
    known = {
        404: ("unknown-route", f"no route {path}"),
        405: ("unknown-method", f"{path} does not take {request.method}"),
    }
    code, said = known.get(error.status_code, ("invalid-body", error.detail))
    return FaultReply(Fault(code, said), _is_openai(request))


async def _answer_bug(request: Request, error: Exception) -> ASGIApp:
    return FaultReply(internal_fault(), _is_openai(request))
