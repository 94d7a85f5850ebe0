"""The languages that Whisper was trained on, and what others call them. The provider reads the same file."""

from __future__ import annotations

import json
from pathlib import Path

from .faults import Fault
from .nearest import did_you_mean, quoted

_KNOWN = json.loads((Path(__file__).parent / "languages.json").read_text("utf-8"))

LANGUAGES: dict[str, str] = _KNOWN["names"]

_CODES = {name: code for code, name in LANGUAGES.items()} | _KNOWN["otherNames"]


def parse_language(text: str) -> str | None:
    """The code of `de`, `German` or `de-AT`; `None` for `auto` or nothing, which is detection."""
    word = text.strip().lower()
    if word in ("", "auto"):
        return None
    first = word.replace("_", "-").split("-")[0]
    for candidate in (word, first):
        if candidate in LANGUAGES:
            return candidate
        if candidate in _CODES:
            return _CODES[candidate]
    names = [*_CODES, *LANGUAGES] if len(word) > 3 else [*LANGUAGES]
    raise Fault("invalid-options", f"unknown language {quoted(text)}; {did_you_mean(word, names)}", param="language")
