"""Whisper models, by faster-whisper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from faster_whisper import WhisperModel

from .faults import Fault
from .samples import SAMPLE_RATE, Sound

WINDOW_SECONDS = 600
# What begins in the last part of a window may go on behind it: it is left to the next window.
MARGIN_SECONDS = 30
LONGEST_CONTEXT = 223
RESET_ABOVE_TEMPERATURE = 0.5

Emit = Callable[[dict[str, Any]], None]


class WhisperEngine:
    """A loaded model. Sound of up to ten minutes is handed to the library as a whole; longer sound by windows, each
    beginning where the last whole segment of the one before ended, with its text as context."""

    def __init__(self, folder: Path, device: str, compute_type: str, threads: int) -> None:
        if not (folder / "tokenizer.json").is_file():
            raise Fault(
                "weights-invalid", f"{folder} has no tokenizer.json", hint="put the whole model into the folder"
            )
        self._model = WhisperModel(str(folder), device=device, compute_type=compute_type, cpu_threads=threads)
        self.compute_type = self._model.model.compute_type

    def transcribe(self, sound: Sound, options: dict[str, Any], emit: Emit) -> Iterator[dict[str, Any]]:
        """Segments as they come; `emit` gets what is known before them."""
        language = self._checked_language(options)
        start, context = 0.0, None
        while True:
            samples, is_last = sound.window(WINDOW_SECONDS * SAMPLE_RATE)
            if samples.size == 0:
                return
            segments, info = self._model.transcribe(samples, **_arguments(options, language, context))
            if start == 0:
                emit({"type": "language", "language": info.language, "probability": float(info.language_probability)})
            language = info.language
            window = _Window(samples.size / SAMPLE_RATE, is_last)
            for segment in segments:
                if not window.takes(segment):
                    break
                yield _to_dict(segment, start)
            if is_last:
                return
            context = window.context if options["condition_on_previous_text"] else None
            sound.skip(round(window.next_start * SAMPLE_RATE))
            start += window.next_start

    def _checked_language(self, options: dict[str, Any]) -> str | None:
        language = options["language"]
        if language and language not in self._model.supported_languages:
            raise Fault("invalid-options", f"{options['model']} knows English alone, not {language}", param="language")
        if options["task"] == "translate" and not self._model.model.is_multilingual:
            raise Fault("invalid-options", f"{options['model']} cannot translate: it knows English alone", param="task")
        return language


class _Window:
    """Decides which segments of one window are whole, and where the next window begins (in seconds from here)."""

    def __init__(self, seconds: float, is_last: bool) -> None:
        self._limit = seconds if is_last else seconds - MARGIN_SECONDS
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
