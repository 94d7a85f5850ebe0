"""The OpenAPI document of the service."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .languages import LANGUAGES
from .options import LONGEST_PROMPT, TASKS
from .subtitles import FORMATS

if TYPE_CHECKING:
    from .routes import Operation

_FILE = {"type": "string", "format": "binary", "description": "Sound, or a video with sound."}
_LANGUAGE = {"type": "string", "description": f"A code, a name or auto. Codes: {', '.join(LANGUAGES)}."}
_OPTIONS: dict[str, Any] = {
    "model": {"type": "string", "description": "An id of GET /models, or the absolute path of a folder with weights."},
    "task": {"enum": list(TASKS), "default": "transcribe"},
    "language": _LANGUAGE,
    "format": {"enum": list(FORMATS), "default": "text"},
    "word_timestamps": {"type": "boolean", "default": False},
    "vad": {"type": "boolean", "default": True, "description": "Pass over what is no speech."},
    "prompt": {"type": "string", "maxLength": LONGEST_PROMPT},
    "hotwords": {"type": "string", "maxLength": LONGEST_PROMPT},
    "temperature": {"type": "number", "minimum": 0, "maximum": 1},
    "beam_size": {"type": "integer", "minimum": 1, "maximum": 20, "default": 5},
    "condition_on_previous_text": {"type": "boolean", "default": True},
    "confirm": {"type": "boolean", "default": False, "description": "Agrees to a download of more than 500 MB."},
}
_OWN_ALONE = ("format", "word_timestamps", "vad", "task")
_SHARED = {name: schema for name, schema in _OPTIONS.items() if name not in _OWN_ALONE}

FORMS: dict[str, dict[str, Any]] = {
    "task": {
        "type": "object",
        "required": ["file"],
        "properties": {
            "parameters": {"type": "object", "additionalProperties": False, "properties": _OPTIONS},
            "file": _FILE,
        },
    },
    "openai": {
        "type": "object",
        "required": ["file"],
        "properties": {
            **_SHARED,
            "response_format": {"enum": [*FORMATS], "default": "json"},
            "timestamp_granularities[]": {"type": "array", "items": {"enum": ["word", "segment"]}},
            "stream": {"type": "boolean", "default": False},
            "vad_filter": _OPTIONS["vad"],
            "file": _FILE,
        },
    },
    "asr": {
        "type": "object",
        "required": ["audio_file"],
        "properties": {
            **_SHARED,
            "task": _OPTIONS["task"],
            "output": {"enum": ["txt", "json", "srt", "vtt", "tsv"], "default": "txt"},
            "word_timestamps": _OPTIONS["word_timestamps"],
            "vad_filter": {"type": "boolean", "default": False},
            "audio_file": _FILE,
        },
    },
}

_ERROR = {
    "description": "Why the request was refused or failed.",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["error"],
                "properties": {"error": {}, "code": {"type": "string"}, "hint": {"type": "string"}},
            }
        }
    },
}


def openapi_document(version: str, operations: Iterable[Operation]) -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        path = operation.path.replace(":path", "")
        paths.setdefault(path, {})[operation.method.lower()] = _describe(operation, path)
    return {
        "openapi": "3.1.0",
        "info": {"title": "whisper-service", "version": version, "description": "Speech to text, by Whisper models."},
        "paths": paths,
        "components": {"responses": {"Error": _ERROR}},
    }


def _describe(operation: Operation, path: str) -> dict[str, Any]:
    words = "".join(word.capitalize() for word in re.split(r"[^a-zA-Z0-9]+", path))
    described: dict[str, Any] = {
        "operationId": f"{operation.method.lower()}{words or 'Root'}",
        "summary": operation.summary,
        "responses": {"200": {"description": "OK"}, "default": {"$ref": "#/components/responses/Error"}},
    }
    if "{id}" in path:
        described["parameters"] = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
    if operation.body:
        schema = FORMS[operation.body]
        described["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": schema}}}
    return described
