from __future__ import annotations

import json
import re
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from faster_whisper import WhisperModel, decode_audio

from app.moonshine_engine import MoonshineEngine
from app.samples import SAMPLE_RATE, Sound
from app.whisper_engine import WhisperEngine

from ..form import Client, form
from ..running import TASK
from .conftest import SENTENCES, Speak, convert

GERMAN = "Guten Morgen, heute ist das Wetter sehr schön. Die Kinder spielen im Garten und die Sonne scheint."
OPTIONS = {
    "model": "whisper-base", "task": "transcribe", "language": None, "word_timestamps": False, "vad": True,
    "prompt": None, "hotwords": None, "temperature": None, "beam_size": 5, "condition_on_previous_text": True,
}  # fmt: skip


def transcribe(service: Client, file: Path, **parameters: Any) -> dict[str, Any]:
    lines = service.post_form(TASK, form(("parameters", json.dumps(parameters)), file=file.read_bytes())).lines
    assert lines[-1]["type"] == "result", lines[-1]
    return lines[-1]


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower())


def word_error_rate(expected: str, found: str) -> float:
    """Changed, missing and surplus words for each expected one."""
    wanted, heard = words_of(expected), words_of(found)
    row = list(range(len(heard) + 1))
    for index, word in enumerate(wanted, start=1):
        before, row[0] = row[0], index
        for at, other in enumerate(heard, start=1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (word != other))
    return row[-1] / len(wanted)


@pytest.mark.parametrize("vad", [True, False])
def test_hears_exactly_what_the_library_hears(service: Client, library: WhisperModel, speech: Path, vad: bool) -> None:
    segments, info = library.transcribe(str(speech), vad_filter=vad)
    alone = list(segments)
    result = transcribe(service, speech, model="whisper-base", vad=vad)
    assert [one["text"] for one in result["segments"]] == [one.text for one in alone]
    assert [(one["start"], one["end"]) for one in result["segments"]] == [
        (pytest.approx(one.start, abs=0.001), pytest.approx(one.end, abs=0.001)) for one in alone
    ]
    assert result["language"] == info.language
    assert word_error_rate(" ".join(SENTENCES), result["text"]) < 0.05


def test_says_when_each_word_is_spoken(service: Client, speech: Path) -> None:
    result = transcribe(service, speech, word_timestamps=True)
    words = [word for segment in result["segments"] for word in segment["words"]]
    assert "".join(word["word"] for word in words).strip() == result["text"]
    times = [time for word in words for time in (word["start"], word["end"])]
    assert times == sorted(times)
    assert 0 <= times[0] < times[-1] <= result["duration"]
    assert all(0 < word["probability"] <= 1 for word in words)


@pytest.mark.parametrize("model", ["whisper-base", "moonshine-tiny"])
def test_hears_nothing_in_silence(service: Client, tmp_path: Path, model: str) -> None:
    file = convert(tmp_path / "silence.wav", "-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", "20")
    result = transcribe(service, file, model=model)
    assert (result["text"], result["segments"], result["duration"], result["confidence"]) == ("", [], 20.0, None)


def test_knows_the_language_and_translates(service: Client, speak: Speak) -> None:
    file = speak("german", GERMAN, voice="de")
    result = transcribe(service, file)
    assert result["language"] == "de"
    assert result["language_probability"] > 0.8
    english = transcribe(service, file, task="translate", language="de")["text"].lower()
    assert "children" in english
    assert "garden" in english


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("a.mp3", ["-b:a", "64k"]),
        ("a.ogg", ["-c:a", "libopus"]),
        ("a.m4a", ["-c:a", "aac"]),
        ("a.flac", ["-ar", "44100", "-ac", "2"]),
        ("a.webm", ["-c:a", "libopus"]),
        ("a.mp4", ["-f", "lavfi", "-i", "color=size=64x64:rate=5", "-shortest", "-c:a", "aac"]),
    ],
)
def test_reads_every_usual_format(service: Client, speak: Speak, name: str, arguments: list[str]) -> None:
    file = speak(name, SENTENCES[0], *arguments)
    assert word_error_rate(SENTENCES[0], transcribe(service, file, language="en", beam_size=1)["text"]) <= 0.1


def test_decodes_as_the_library_does_in_windows_too(speak: Speak) -> None:
    file = speak("windows.mp3", " ".join(SENTENCES), "-ar", "44100", "-ac", "2")
    sound, parts = Sound(file, 1000), []
    is_last = False
    while not is_last:
        window, is_last = sound.window(3 * SAMPLE_RATE)
        parts.append(window)
        sound.skip(window.size)
    sound.close()
    assert np.array_equal(np.concatenate(parts), decode_audio(str(file)))


def transcribe_alone(engine: Any, file: Path, **options: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The segments, and what is told before them."""
    told: list[dict[str, Any]] = []
    with closing(Sound(file, 1000)) as sound:
        return list(engine.transcribe(sound, OPTIONS | options, told.append)), told


def test_finds_the_language_behind_a_silent_window(library: WhisperModel, speak: Speak) -> None:
    file = speak("late.wav", GERMAN, "-af", "adelay=25s:all=1", voice="de")
    engine = WhisperEngine(library, window_seconds=20, margin_seconds=5)
    segments, told = transcribe_alone(engine, file, beam_size=1)
    assert [(one["language"], one["probability"] > 0.5) for one in told] == [("de", True)]
    assert word_error_rate(GERMAN, " ".join(segment["text"] for segment in segments)) < 0.4


@pytest.mark.parametrize(("backend", "window", "times_said"), [("whisper-base", 25, 3), ("moonshine-tiny", 40, 4)])
def test_loses_and_repeats_nothing_between_windows(
    weights: Path, library: WhisperModel, speak: Speak, backend: str, window: float, times_said: int
) -> None:
    text = " ".join(SENTENCES * times_said)
    file = speak("long", text)
    engine = (
        WhisperEngine(library, window_seconds=window, margin_seconds=8)
        if backend == "whisper-base"
        else MoonshineEngine(weights / backend, 0, window_seconds=window)
    )
    segments, told = transcribe_alone(engine, file, model=backend, beam_size=1)
    assert len(told) == 1
    times = [segment["start"] for segment in segments]
    assert times == sorted(times)
    assert times[-1] > window
    heard = " ".join(segment["text"] for segment in segments)
    # what the smaller model mishears is no matter of windows: each sentence begins with words that it knows
    assert word_error_rate(text, heard) < (0.05 if backend == "whisper-base" else 0.25)
    assert words_of(heard).count("garden") == times_said


def test_moonshine_is_a_model_like_others(service: Client, speech: Path) -> None:
    result = transcribe(service, speech, model="moonshine-tiny")
    assert (result["language"], result["model"]) == ("en", "moonshine-tiny")
    assert word_error_rate(" ".join(SENTENCES), result["text"]) < 0.25
    assert 0.3 < result["confidence"] <= 1
    assert all(segment["end"] - segment["start"] <= 20 for segment in result["segments"])


def test_lets_a_prompt_help_with_names(service: Client, speak: Speak) -> None:
    file = speak("names", "My neighbor is called Kaja Nordengen.")
    assert "Kaja Nordengen" in transcribe(service, file, prompt="A talk with Kaja Nordengen.")["text"]
