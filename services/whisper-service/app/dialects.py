"""The three ways to ask for a transcription: OpenAI's, our own task, and that of the older `/asr` service."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping
from typing import Any

from starlette.types import Send

from .faults import Fault
from .forms import Form
from .options import Options, parse_parameters, parse_texts
from .replies import LineStream
from .subtitles import FORMATS, render, usage

Events = AsyncIterator[dict[str, Any]]


class Dialect(ABC):
    """What one route takes and answers."""

    openai = False

    def __init__(self, query: Mapping[str, str]) -> None:
        self._query = query

    @abstractmethod
    def parse(self, form: Form) -> Options:
        """Raises Fault. Also called with what came before the file."""

    def is_whole(self, form: Form) -> bool:
        """Whether all options came, and not only those before the file."""
        return False

    @abstractmethod
    async def answer(self, events: Events, options: Options, send: Send) -> None:
        """Sends what comes out."""


class TaskDialect(Dialect):
    """`POST /v1/tasks/audio-to-text`: a line of JSON for all that happens."""

    def parse(self, form: Form) -> Options:
        return parse_parameters(form.fields.get("parameters", "{}"))

    def is_whole(self, form: Form) -> bool:
        return "parameters" in form.fields

    async def answer(self, events: Events, options: Options, send: Send) -> None:
        stream = LineStream(send, "application/x-ndjson")
        try:
            async for event in events:
                if event["type"] == "result":
                    content = render(event, options.format)
                    segments = [_without_tokens(segment) for segment in event["segments"]]
                    await stream.line(event | {"content": content, "format": options.format, "segments": segments})
                elif event["type"] == "segment":
                    await stream.line(_without_tokens(event))
                else:
                    await stream.line(event)
        except Fault as fault:
            if not stream.started:
                raise
            await stream.line(fault.line())
        await stream.end()


class OpenAiDialect(Dialect):
    """`POST /v1/audio/transcriptions` and `/v1/audio/translations`."""

    openai = True

    def __init__(self, query: Mapping[str, str], task: str = "transcribe") -> None:
        super().__init__(query)
        self._task = task
        self._streams = False

    def parse(self, form: Form) -> Options:
        texts = dict(form.fields)
        if "response_format" in texts:
            texts["format"] = texts.pop("response_format")
        if "vad_filter" in texts:
            texts["vad"] = texts.pop("vad_filter")
        granularities = {
            *form.lists.get("timestamp_granularities[]", []),
            *form.lists.get("timestamp_granularities", []),
        }
        texts["word_timestamps"] = str("word" in granularities).lower()
        texts["task"] = self._task
        self._streams = texts.get("stream", "").lower() in ("true", "1")
        return parse_texts(texts, {"format": "json"})

    async def answer(self, events: Events, options: Options, send: Send) -> None:
        if self._streams:
            await _answer_with_deltas(events, send)
        else:
            await _answer_whole(events, options.format, send)


class AsrDialect(Dialect):
    """`POST /asr` of the older image: options in the query, text by default."""

    _FORMATS = {"txt": "text", "text": "text", "json": "verbose_json", "srt": "srt", "vtt": "vtt", "tsv": "tsv"}

    def parse(self, form: Form) -> Options:
        texts = {**form.fields, **self._query}
        output = texts.pop("output", "txt") or "txt"
        if output not in self._FORMATS:
            raise Fault("invalid-options", f"unknown output; known: {', '.join(self._FORMATS)}", param="output")
        texts["format"] = self._FORMATS[output]
        if "initial_prompt" in texts:
            texts["prompt"] = texts.pop("initial_prompt")
        if "vad_filter" in texts:
            texts["vad"] = texts.pop("vad_filter")
        return parse_texts(texts, {"vad": False})

    async def answer(self, events: Events, options: Options, send: Send) -> None:
        await _answer_whole(events, options.format, send)


async def _answer_whole(events: Events, format_name: str, send: Send) -> None:
    result: dict[str, Any] = {}
    async for event in events:
        if event["type"] == "result":
            result = event
    body = render(result, format_name).encode()
    headers = [
        (b"content-type", FORMATS[format_name].encode()),
        (b"content-length", str(len(body)).encode()),
        (b"server-timing", f"load;dur={result['load_ms']:.1f}, compute;dur={result['compute_ms']:.1f}".encode()),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _answer_with_deltas(events: Events, send: Send) -> None:
    stream = LineStream(send, "text/event-stream")
    try:
        async for event in events:
            if event["type"] == "segment":
                await _send_event(stream, {"type": "transcript.text.delta", "delta": event["text"]})
            elif event["type"] == "result":
                done = {"type": "transcript.text.done", "text": event["text"], "usage": usage(event)}
                await _send_event(stream, done)
    except Fault as fault:
        if not stream.started:
            raise
        await _send_event(stream, fault.openai_body())
    await stream.write("data: [DONE]\n\n")
    await stream.end()


async def _send_event(stream: LineStream, value: dict[str, Any]) -> None:
    await stream.write(f"data: {json.dumps(value, ensure_ascii=False)}\n\n")


def _without_tokens(segment: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in segment.items() if key != "tokens" and value is not None}
