"""What a caller may say about a transcription, checked before anything is loaded."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from .faults import Fault
from .languages import parse_language
from .nearest import did_you_mean, quoted
from .subtitles import FORMATS

LONGEST_PROMPT = 10_000
TASKS = ("transcribe", "translate")


@dataclass(frozen=True)
class Options:
    """Options of one transcription with their defaults."""

    model: str = ""
    task: str = "transcribe"
    language: str | None = None
    format: str = "text"
    word_timestamps: bool = False
    vad: bool = True
    prompt: str | None = None
    hotwords: str | None = None
    temperature: float | None = None
    beam_size: int = 5
    condition_on_previous_text: bool = True
    confirm: bool = False

    def for_worker(self) -> dict[str, Any]:
        return asdict(self)


def parse_parameters(text: str) -> Options:
    """Options from the JSON of our own task; an unknown name is a mistake."""
    try:
        value = json.loads(text)
    except ValueError as error:
        raise Fault("invalid-body", f"the field parameters is no JSON: {error}", param="parameters") from None
    if not isinstance(value, dict):
        raise Fault("invalid-body", "the field parameters must hold a JSON object", param="parameters")
    for name in value:
        if name not in _CHECKS:
            raise Fault(
                "invalid-options", f"unknown option {quoted(name)}; {did_you_mean(name, _CHECKS)}", param=name[:80]
            )
    return Options(**{name: _CHECKS[name](name, given) for name, given in value.items() if given is not None})


def parse_texts(texts: Mapping[str, str], defaults: Mapping[str, Any]) -> Options:
    """Options from the fields of a form or a query, where everything is text; other names are for others."""
    given = {name: _TEXTS.get(name, _same)(name, text) for name, text in texts.items() if name in _CHECKS}
    return Options(**defaults | {name: _CHECKS[name](name, value) for name, value in given.items()})


def _boolean(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise _wrong(name, "true or false", value)


def _number(least: float, most: float) -> Callable[[str, Any], float]:
    def check(name: str, value: Any) -> float:
        if isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most:
            return float(value)
        raise _wrong(name, f"a number from {least:g} to {most:g}", value)

    return check


def _integer(least: int, most: int) -> Callable[[str, Any], int]:
    def check(name: str, value: Any) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        raise _wrong(name, f"a whole number from {least} to {most}", value)

    return check


def _text(longest: int) -> Callable[[str, Any], str]:
    def check(name: str, value: Any) -> str:
        if not isinstance(value, str):
            raise _wrong(name, "a text", value)
        if len(value) > longest:
            raise Fault("invalid-options", f"{name} has {len(value)} characters, and may have {longest}", param=name)
        return value

    return check


def _one_of(words: tuple[str, ...]) -> Callable[[str, Any], str]:
    def check(name: str, value: Any) -> str:
        if isinstance(value, str) and value in words:
            return value
        shown = quoted(value if isinstance(value, str) else json.dumps(value))
        raise Fault(
            "invalid-options", f"unknown {name} {shown}; {did_you_mean(shown.strip(chr(34)), words)}", param=name
        )

    return check


def _language(name: str, value: Any) -> str | None:
    if isinstance(value, str):
        return parse_language(value)
    raise _wrong(name, "a text", value)


def _wrong(name: str, expected: str, value: Any) -> Fault:
    return Fault("invalid-options", f"{name} must be {expected}, not {json.dumps(value)[:80]}", param=name)


_CHECKS: dict[str, Callable[[str, Any], Any]] = {
    "model": _text(4096),
    "task": _one_of(TASKS),
    "language": _language,
    "format": _one_of(tuple(FORMATS)),
    "word_timestamps": _boolean,
    "vad": _boolean,
    "prompt": _text(LONGEST_PROMPT),
    "hotwords": _text(LONGEST_PROMPT),
    "temperature": _number(0, 1),
    "beam_size": _integer(1, 20),
    "condition_on_previous_text": _boolean,
    "confirm": _boolean,
}
assert set(_CHECKS) == {field.name for field in fields(Options)}


def _same(_name: str, text: str) -> Any:
    return text


def _boolean_text(name: str, text: str) -> Any:
    words = {
        "true": True,
        "1": True,
        "yes": True,
        "on": True,
        "false": False,
        "0": False,
        "no": False,
        "off": False,
        "": False,
    }
    return words.get(text.strip().lower(), text)


def _number_text(_name: str, text: str) -> Any:
    try:
        value = float(text)
    except ValueError:
        return text
    return int(value) if value.is_integer() else value


_TEXTS: dict[str, Callable[[str, str], Any]] = {
    "word_timestamps": _boolean_text,
    "vad": _boolean_text,
    "temperature": _number_text,
    "beam_size": _number_text,
    "condition_on_previous_text": _boolean_text,
    "confirm": _boolean_text,
}
