"""Everything that the service answers."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from .dialects import AsrDialect, OpenAiDialect, TaskDialect
from .faults import Fault
from .languages import LANGUAGES
from .metrics import Metrics
from .openapi import openapi_document
from .options import parse_texts
from .replies import ClientGone, FaultReply, JsonReply, LineStream, while_client_stays
from .service_state import SERVICE, ServiceState
from .transcription_reply import TranscriptionDesk, TranscriptionReply


@dataclass(frozen=True)
class Operation:
    """One method of one path; `summary` stands in the document, `body` names its form in openapi.py."""

    method: str
    path: str
    summary: str
    handle: Callable[[Request], Awaitable[ASGIApp]]
    body: str | None = None


def all_operations(desk: TranscriptionDesk, state: ServiceState, metrics: Metrics) -> list[Operation]:
    """Work first."""
    tasks = [*_transcription_operations(desk), *_model_operations(desk)]
    return [*tasks, *_standard_operations(tasks, desk, state, metrics)]


def _transcription_operations(desk: TranscriptionDesk) -> list[Operation]:
    def reply(dialect: Callable[[Request], Any]) -> Callable[[Request], Awaitable[ASGIApp]]:
        async def handle(request: Request) -> ASGIApp:
            return TranscriptionReply(desk, dialect(request))

        return handle

    return [
        Operation(
            "POST",
            "/v1/audio/transcriptions",
            "Speech to text, as OpenAI's API has it",
            reply(lambda request: OpenAiDialect(request.query_params)),
            "openai",
        ),
        Operation(
            "POST",
            "/v1/audio/translations",
            "Speech to English text, as OpenAI's API has it",
            reply(lambda request: OpenAiDialect(request.query_params, "translate")),
            "openai",
        ),
        Operation(
            "POST",
            "/v1/tasks/audio-to-text",
            "Speech to text with progress and segments as they come (NDJSON)",
            reply(lambda request: TaskDialect(request.query_params)),
            "task",
        ),
        Operation(
            "POST",
            "/asr",
            "Speech to text for clients of the older whisper service",
            reply(lambda request: AsrDialect(request.query_params)),
            "asr",
        ),
    ]


def _model_operations(desk: TranscriptionDesk) -> list[Operation]:
    store = desk.store

    async def list_openai(_request: Request) -> ASGIApp:
        described = [store.describe(store.find(name)) for name in store.ids()]
        data = [
            {"id": one["id"], "object": "model", "created": 0, "owned_by": one["backend"], "mediaconduit": one}
            for one in described
            if one["downloaded"] or not one["needsConfirmation"]
        ]
        return JsonReply({"object": "list", "data": data})

    async def list_models(_request: Request) -> ASGIApp:
        return JsonReply({"models": [store.describe(store.find(name)) for name in store.ids()], "languages": LANGUAGES})

    async def show(request: Request) -> ASGIApp:
        return JsonReply(store.describe(store.find(_model_id(request))))

    async def download(request: Request) -> ASGIApp:
        return _Download(desk, _model_id(request), request.query_params.get("confirm", ""))

    async def remove(request: Request) -> ASGIApp:
        store.remove(_model_id(request))
        return JsonReply({"removed": _model_id(request)})

    return [
        Operation("GET", "/v1/models", "Models that can be used at once, as OpenAI's API has it", list_openai),
        Operation(
            "GET", "/models", "All models, what is downloaded and how large they are, and the languages", list_models
        ),
        Operation("GET", "/models/{id:path}", "One model", show),
        Operation("POST", "/models/{id:path}", "Downloads a model, with progress (NDJSON)", download),
        Operation("DELETE", "/models/{id:path}", "Removes a downloaded model", remove),
    ]


def _standard_operations(
    tasks: list[Operation], desk: TranscriptionDesk, state: ServiceState, metrics: Metrics
) -> list[Operation]:
    operations: list[Operation] = []

    async def root(_request: Request) -> ASGIApp:
        listed = [{"method": task.method, "path": task.path, "summary": task.summary} for task in tasks]
        about = {"service": SERVICE, "version": state.version, "contract": "1"}
        return JsonReply({**about, "tasks": listed, "openapi": "/openapi.json"})

    async def health(_request: Request) -> ASGIApp:
        return JsonReply(state.health(), 200 if state.is_ready else 503)

    async def live(_request: Request) -> ASGIApp:
        return JsonReply({"status": "alive"})

    async def figures(_request: Request) -> ASGIApp:
        return PlainTextResponse(metrics.render(desk.transcriber.worker_pid), media_type="text/plain; version=0.0.4")

    async def document(_request: Request) -> ASGIApp:
        return JsonReply(openapi_document(state.version, [*tasks, *operations]))

    operations += [
        Operation("GET", "/", "What this service is and where its document is", root),
        Operation("GET", "/health", "State of the service; 200 only when it can take work", health),
        Operation("GET", "/health/ready", "200 when the service can take work, else 503", health),
        Operation("GET", "/health/live", "200 as long as the process answers", live),
        Operation("GET", "/metrics", "Counters in the Prometheus text format", figures),
        Operation("GET", "/openapi.json", "This document", document),
    ]
    return operations


class _Download:
    """Downloads a model, and ends with what is known of it."""

    def __init__(self, desk: TranscriptionDesk, name: str, confirm: str) -> None:
        self._desk = desk
        self._model = desk.store.find(name)
        confirmed = parse_texts({"confirm": confirm}, {}).confirm
        desk.store.require_confirmation(self._model, confirmed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        stream = LineStream(send, "application/x-ndjson")
        try:
            await while_client_stays(receive, self._download(stream))
        except Fault as fault:
            await FaultReply(fault)(scope, receive, send)
        except ClientGone:
            pass

    async def _download(self, stream: LineStream) -> None:
        try:
            async with contextlib.aclosing(self._desk.transcriber.download(self._model)) as events:
                async for event in events:
                    await stream.line(event)
            await stream.line({"type": "result", "model": self._desk.store.describe(self._model)})
        except Fault as fault:
            if not stream.started:
                raise
            await stream.line(fault.line())
        await stream.end()


def _model_id(request: Request) -> str:
    """Of `/models//a/folder` the path of that folder."""
    name: str = request.path_params["id"]
    return name
