"""Whisper models, by faster-whisper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

from faster_whisper import WhisperModel
from faster_whisper.transcribe import Segment, TranscriptionInfo

from .faults import Fault
from .samples import SAMPLE_RATE, Sound

WINDOW_SECONDS = 600
# What begins in the last part of a window may go on behind it: it is left to the next window.
MARGIN_SECONDS = 30
LONGEST_CONTEXT = 223
# Above it the library itself is content with the language that it detected.
CLEAR_PROBABILITY = 0.5
RESET_ABOVE_TEMPERATURE = 0.5

Emit = Callable[[dict[str, Any]], None]


def load_whisper(folder: Path, device: str, compute_type: str, threads: int) -> WhisperModel:
    """Raises Fault where the library would look for missing files elsewhere."""
    if not (folder / "tokenizer.json").is_file():
        raise Fault("weights-invalid", f"{folder} has no tokenizer.json", hint="put the whole model into the folder")
    return WhisperModel(str(folder), device=device, compute_type=compute_type, cpu_threads=threads)


class WhisperEngine:
    """A loaded model. Sound of up to ten minutes is handed to the library as a whole; longer sound by windows, each
    beginning where the last whole segment of the one before ended, with its text as context. The language is that of
    the first window in which it is clear."""

    def __init__(
        self, model: WhisperModel, window_seconds: float = WINDOW_SECONDS, margin_seconds: float = MARGIN_SECONDS
    ) -> None:
        self._model = model
        self._window_seconds, self._margin_seconds = window_seconds, margin_seconds

    def transcribe(self, sound: Sound, options: dict[str, Any], emit: Emit) -> Iterator[dict[str, Any]]:
        """Segments as they come; `emit` gets what is known before them."""
        language = _Language(self._checked_language(options), emit)
        start, context = 0.0, None
        while True:
            samples, is_last = sound.window(round(self._window_seconds * SAMPLE_RATE))
            if samples.size == 0:
                return
            segments, info = self._model.transcribe(samples, **_arguments(options, language.clear, context))
            window = _Window(samples.size / SAMPLE_RATE, 0 if is_last else self._margin_seconds, is_last)
            for segment in language.heard(segments, info, is_last):
                if not window.takes(segment):
                    break
                yield _to_dict(segment, start)
            if is_last:
                return
            goes_on = options["condition_on_previous_text"] and language.clear
            context = window.context if goes_on else None
            sound.skip(round(window.next_start * SAMPLE_RATE))
            start += window.next_start

    def _checked_language(self, options: dict[str, Any]) -> str | None:
        language = options["language"]
        if language and language not in self._model.supported_languages:
            raise Fault("invalid-options", f"{options['model']} knows English alone, not {language}", param="language")
        if options["task"] == "translate" and not self._model.model.is_multilingual:
            raise Fault("invalid-options", f"{options['model']} cannot translate: it knows English alone", param="task")
        return language


class _Language:
    """What is spoken. A window without speech says nothing about it; while it is not clear, the best guess is told."""

    def __init__(self, wanted: str | None, emit: Emit) -> None:
        self.clear = wanted
        self._emit = emit
        self._told = 0.0

    def heard(self, segments: Iterable[Segment], info: TranscriptionInfo, is_last: bool) -> Iterator[Segment]:
        """The segments of a window; what is known of the language is told before the first of them."""
        found = iter(segments)
        first = next(found, None)
        if first or (is_last and not self._told):
            self._take(info.language, float(info.language_probability))
        return iter(()) if first is None else chain((first,), found)

    def _take(self, language: str, probability: float) -> None:
        if self.clear and self._told:
            return
        if probability > self._told:
            self._told = probability
            self._emit({"type": "language", "language": language, "probability": probability})
        if probability > CLEAR_PROBABILITY:
            self.clear = language


class _Window:
    """Decides which segments of one window are whole, and where the next window begins (in seconds from here)."""

    def __init__(self, seconds: float, margin_seconds: float, is_last: bool) -> None:
        self._limit = seconds - margin_seconds
        self._is_last = is_last
        self._end: float | None = None
        self._tokens: list[int] = []
        self.next_start = self._limit

    @property
    def context(self) -> list[int] | None:
        return self._tokens[-LONGEST_CONTEXT:] or None

    def takes(self, segment: Any) -> bool:
        stands_alone = self._end is None and segment.start < 1
        if not self._is_last and segment.end > self._limit and not stands_alone:
            self.next_start = max(self._end or 0.0, segment.start - 0.5)
            return False
        self._end = segment.end
        self.next_start = max(self._limit, segment.end)
        keeps = (segment.temperature or 0) <= RESET_ABOVE_TEMPERATURE
        self._tokens = [*self._tokens, *segment.tokens] if keeps else []
        return True


def _arguments(options: dict[str, Any], language: str | None, context: list[int] | None) -> dict[str, Any]:
    """Of the library's own arguments those that differ from its defaults."""
    temperature = options["temperature"]
    return {
        "language": language,
        "task": options["task"],
        "beam_size": options["beam_size"],
        "word_timestamps": options["word_timestamps"],
        "vad_filter": options["vad"],
        "condition_on_previous_text": options["condition_on_previous_text"],
        "initial_prompt": context or options["prompt"],
        "hotwords": options["hotwords"],
        # as with OpenAI's API: 0 means "rise when the result is bad", which is the library's default
        **({"temperature": temperature} if temperature else {}),
    }


def _to_dict(segment: Any, start: float) -> dict[str, Any]:
    words = None if segment.words is None else [asdict(word) for word in segment.words]
    value = asdict(segment) | {
        "seek": segment.seek + round(start * 100),
        "start": _seconds(segment.start + start),
        "end": _seconds(segment.end + start),
    }
    value["words"] = words and [_word(word, start) for word in words]
    return value


def _word(word: dict[str, Any], start: float) -> dict[str, Any]:
    return {
        "word": word["word"],
        "start": _seconds(word["start"] + start),
        "end": _seconds(word["end"] + start),
        "probability": float(word["probability"]),
    }


def _seconds(value: float) -> float:
    return round(float(value), 3)
