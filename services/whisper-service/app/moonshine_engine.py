"""Moonshine models (English): small enough to be quick without a GPU. They give text for a stretch of
speech and no times, so the stretches that the voice activity filter finds are the segments."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from faster_whisper.vad import VadOptions, get_speech_timestamps
from tokenizers import Tokenizer

from .faults import Fault
from .samples import SAMPLE_RATE, Sound

# At least twice the longest stretch: what may go on behind a window is left to the next.
WINDOW_SECONDS = 300
LONGEST_STRETCH_SECONDS = 20
SHORTEST_STRETCH_SECONDS = 0.2
# Speech is never faster: what says more has begun to repeat itself.
TOKENS_PER_SECOND = 6.5
START_TOKEN = 1
END_TOKEN = 2

Emit = Callable[[dict[str, Any]], None]


class MoonshineEngine:
    """A loaded model."""

    def __init__(self, folder: Path, threads: int, window_seconds: float = WINDOW_SECONDS) -> None:
        self._window_seconds = window_seconds
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        providers = ["CPUExecutionProvider"]
        self._encoder = onnxruntime.InferenceSession(folder / "encoder_model.onnx", options, providers)
        self._decoder = onnxruntime.InferenceSession(folder / "decoder_model_merged.onnx", options, providers)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._empty_past = {
            entry.name: np.zeros((0, entry.shape[1], 1, entry.shape[3]), dtype=np.float32)
            for entry in self._decoder.get_inputs()
            if entry.name.startswith("past_key_values")
        }

    def transcribe(self, sound: Sound, options: dict[str, Any], emit: Emit) -> Iterator[dict[str, Any]]:
        """Segments as they come; `emit` gets what is known before them."""
        _check(options)
        emit({"type": "language", "language": "en", "probability": 1.0})
        start = 0
        while True:
            samples, is_last = sound.window(round(self._window_seconds * SAMPLE_RATE))
            speech = _speech(samples, options["vad"])
            used = samples.size if is_last else _used(speech, samples.size)
            for first, end in speech:
                if end > used or end - first < SHORTEST_STRETCH_SECONDS * SAMPLE_RATE:
                    continue
                text, confidence = self._recognize(samples[first:end])
                if text:
                    yield _segment(start + first, start + end, text, confidence)
            if is_last:
                return
            sound.skip(used)
            start += used

    def _recognize(self, samples: np.ndarray) -> tuple[str, float]:
        hidden = self._encoder.run(None, {"input_values": samples[np.newaxis]})[0]
        past = dict(self._empty_past)
        tokens, log_probability = [START_TOKEN], 0.0
        for step in range(math.ceil(samples.size / SAMPLE_RATE * TOKENS_PER_SECOND)):
            logits, *present = self._decoder.run(
                None,
                {
                    "input_ids": np.array([tokens[-1:]], dtype=np.int64),
                    "encoder_hidden_states": hidden,
                    "use_cache_branch": np.array([step > 0]),
                    **past,
                },
            )
            scores = logits[0, -1]
            token = int(scores.argmax())
            log_probability -= float(np.log(np.exp(scores - scores[token]).sum()))
            if token == END_TOKEN:
                break
            tokens.append(token)
            for name, value in zip(past, present, strict=True):
                if step == 0 or ".decoder." in name:
                    past[name] = value
        return self._tokenizer.decode(tokens).strip(), math.exp(log_probability / len(tokens))


def _check(options: dict[str, Any]) -> None:
    model = options["model"]
    if options["language"] not in (None, "en"):
        raise Fault("invalid-options", f"{model} knows English alone, not {options['language']}", param="language")
    if options["task"] == "translate":
        raise Fault("invalid-options", f"{model} cannot translate", param="task", hint="use a Whisper model")
    if options["word_timestamps"]:
        raise Fault(
            "invalid-options", f"{model} gives no times of words", param="word_timestamps", hint="use a Whisper model"
        )


def _speech(samples: np.ndarray, vad: bool) -> list[tuple[int, int]]:
    longest = LONGEST_STRETCH_SECONDS * SAMPLE_RATE
    if not vad:
        return [(first, min(first + longest, samples.size)) for first in range(0, samples.size, longest)]
    found = get_speech_timestamps(samples, VadOptions(max_speech_duration_s=LONGEST_STRETCH_SECONDS))
    return [(stretch["start"], stretch["end"]) for stretch in found]


def _used(speech: list[tuple[int, int]], size: int) -> int:
    """Up to where a window is used up: the stretch that may go on behind it is left to the next."""
    limit = size - LONGEST_STRETCH_SECONDS * SAMPLE_RATE
    return next((first for first, end in speech if end > limit), limit)


def _segment(first: int, end: int, text: str, confidence: float) -> dict[str, Any]:
    return {
        "start": round(first / SAMPLE_RATE, 3),
        "end": round(end / SAMPLE_RATE, 3),
        "text": f" {text}",
        "tokens": [],
        "avg_logprob": math.log(max(confidence, 1e-9)),
        "compression_ratio": 1.0,
        "no_speech_prob": 0.0,
        "temperature": 0.0,
        "seek": round(first / SAMPLE_RATE * 100),
        "words": None,
    }
