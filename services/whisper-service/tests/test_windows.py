from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from faster_whisper.transcribe import Segment

from app.samples import SAMPLE_RATE
from app.whisper_engine import WhisperEngine

OPTIONS = {
    "model": "whisper-base", "task": "transcribe", "language": None, "word_timestamps": False, "vad": True,
    "prompt": None, "hotwords": None, "temperature": None, "beam_size": 5, "condition_on_previous_text": True,
}  # fmt: skip
WINDOW = 10


def said(text: str, tokens: Sequence[int] = (1,)) -> Segment:
    return Segment(
        id=1, seek=0, start=0.0, end=4.0, text=text, tokens=list(tokens), avg_logprob=-0.1, compression_ratio=1.0,
        no_speech_prob=0.0, words=None, temperature=0.0,
    )  # fmt: skip


@dataclass
class FakeModel:
    """Hears in each window what the test says: language, probability, segments."""

    hears: list[tuple[str, float, list[Segment]]]
    supported_languages: tuple[str, ...] = ("en", "de", "nn")
    model: Any = field(default_factory=lambda: SimpleNamespace(is_multilingual=True))
    asked: list[dict[str, Any]] = field(default_factory=list)

    def transcribe(self, _samples: np.ndarray, **arguments: Any) -> tuple[Any, Any]:
        self.asked.append(arguments)
        language, probability, segments = self.hears[len(self.asked) - 1]
        if arguments["language"]:
            language, probability = arguments["language"], 1
        return iter(segments), SimpleNamespace(language=language, language_probability=probability)


class FakeSound:
    """Silence of so many windows."""

    def __init__(self, windows: int) -> None:
        self._left = windows * WINDOW * SAMPLE_RATE

    def window(self, samples: int) -> tuple[np.ndarray, bool]:
        return np.zeros(min(samples, self._left), dtype=np.float32), self._left <= samples

    def skip(self, samples: int) -> None:
        self._left -= samples


def transcribe(model: FakeModel, **options: Any) -> tuple[list[tuple[str, float]], list[str | None]]:
    """The languages that are told, and those that the model is asked to hear."""
    told: list[dict[str, Any]] = []
    engine = WhisperEngine(model, window_seconds=WINDOW, margin_seconds=0)
    list(engine.transcribe(FakeSound(len(model.hears)), OPTIONS | options, told.append))
    return [(one["language"], one["probability"]) for one in told], [one["language"] for one in model.asked]


SILENCE = ("nn", 0.9, [])
NOISE = ("nn", 0.3, [said(" Hm.", [7])])
GERMAN = ("de", 0.8, [said(" Guten Tag.", [8])])
ENGLISH = ("en", 0.9, [said(" Good day.", [9])])


@pytest.mark.parametrize(
    ("hears", "told", "asked"),
    [
        ([GERMAN, ENGLISH], [("de", 0.8)], [None, "de"]),
        ([SILENCE, SILENCE, GERMAN, ENGLISH], [("de", 0.8)], [None, None, None, "de"]),
        ([NOISE, GERMAN, ENGLISH], [("nn", 0.3), ("de", 0.8)], [None, None, "de"]),
        ([NOISE, ("en", 0.2, [said(" Ah.")]), GERMAN], [("nn", 0.3), ("de", 0.8)], [None, None, None]),
        ([GERMAN, SILENCE], [("de", 0.8)], [None, "de"]),
    ],
)
def test_takes_the_language_from_the_first_window_with_clear_speech(
    hears: list, told: list[tuple[str, float]], asked: list[str | None]
) -> None:
    assert transcribe(FakeModel(hears)) == (told, asked)


def test_tells_a_language_also_for_silence() -> None:
    assert transcribe(FakeModel([SILENCE, ("en", 0.4, [])])) == ([("en", 0.4)], [None, None])


def test_keeps_to_the_language_that_is_asked_for() -> None:
    assert transcribe(FakeModel([SILENCE, GERMAN]), language="en") == ([("en", 1)], ["en", "en"])


def test_gives_no_text_of_a_doubtful_language_as_context() -> None:
    model = FakeModel([NOISE, GERMAN, GERMAN])
    transcribe(model, prompt="Hi")
    assert [one["initial_prompt"] for one in model.asked] == ["Hi", "Hi", [8]]
