from __future__ import annotations

import json
import os
import shutil
import struct
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.settings import Settings
from app.worker_process import worker_command

from ..form import Client, form, read_until
from ..running import TASK, eventually, running, scratch_files
from .conftest import SENTENCES, Speak, convert


def refusal(service: Client, file: bytes, **parameters: Any) -> dict[str, Any]:
    answer = service.post_form(TASK, form(("parameters", json.dumps(parameters)), file=file))
    return answer.json if answer.status >= 400 else answer.lines[-1]


def movie_without_sound(folder: Path) -> bytes:
    return convert(folder / "a.mp4", "-f", "lavfi", "-i", "color=size=64x64:rate=5", "-t", "1").read_bytes()


def wave_of(samples: int) -> bytes:
    return (
        b"RIFF"
        + struct.pack("<I", 36 + samples * 2)
        + b"WAVEfmt "
        + struct.pack("<IHHIIHHI", 16, 1, 1, 16000, 32000, 2, 16, 0x61746164)
        + struct.pack("<I", samples * 2)
        + b"\0\0" * samples
    )


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("random bytes", "no audio or video that can be read"),
        ("a text", "no audio or video that can be read"),
        ("a playlist", "no audio or video that can be read"),
        ("a list of files", "no audio or video that can be read"),
        ("a movie without sound", "the file has no audio track"),
        ("half a movie", "no audio or video that can be read"),
        ("no samples", "the file holds no sound that can be decoded"),
        ("an encrypted movie", "the audio cannot be decoded; it is encrypted"),
    ],
)
def test_refuses_what_has_no_sound(service: Client, tmp_path: Path, speech: Path, what: str, said: str) -> None:
    files = {
        "random bytes": lambda: os.urandom(50_000),
        "a text": lambda: b"Once upon a time there was a file.\n" * 100,
        "a playlist": lambda: b"#EXTM3U\n#EXTINF:10,\nfile://%b\n#EXT-X-ENDLIST\n" % bytes(speech),
        "a list of files": lambda: b"ffconcat version 1.0\nfile '%b'\n" % bytes(speech),
        "a movie without sound": lambda: movie_without_sound(tmp_path),
        "half a movie": lambda: movie_without_sound(tmp_path)[:400],
        "no samples": lambda: wave_of(0),
        "an encrypted movie": lambda: encrypted(tmp_path, speech),
    }
    answer = refusal(service, files[what]())
    assert (answer["code"], answer.get("status", 422)) == ("invalid-input", 422)
    assert said in answer["error"]
    eventually(lambda: scratch_files() == [])
    assert service.get("/health").status == 200


def encrypted(folder: Path, speech: Path) -> bytes:
    key = ["-encryption_scheme", "cenc-aes-ctr", "-encryption_key", "0" * 31 + "1", "-encryption_kid", "0" * 31 + "2"]
    return convert(folder / "a.mp4", "-i", str(speech), "-c:a", "aac", *key).read_bytes()


@pytest.mark.parametrize("announced", [True, False])
def test_refuses_what_lasts_too_long(weights: Path, tmp_path: Path, announced: bool) -> None:
    settings = Settings(cache=weights, max_duration_seconds=60)
    file = convert(tmp_path / "a.aac", "-f", "lavfi", "-i", "sine=r=8000", "-t", "200", "-b:a", "8k")
    if announced:
        file = convert(tmp_path / "a.m4a", "-i", str(file), "-c", "copy")
    with running(settings, worker_command(settings)) as client:
        answer = refusal(client, file.read_bytes())
        assert (answer["code"], answer["maxDurationSeconds"]) == ("input-too-large", 60)


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"language": "de"}, "moonshine-tiny knows English alone, not de"),
        ({"task": "translate"}, "moonshine-tiny cannot translate"),
        ({"word_timestamps": True}, "moonshine-tiny gives no times of words"),
    ],
)
def test_says_what_a_model_cannot_do(service: Client, speech: Path, parameters: dict[str, Any], said: str) -> None:
    answer = refusal(service, speech.read_bytes(), model="moonshine-tiny", **parameters)
    assert (answer["code"], said in answer["error"]) == ("invalid-options", True)


def broken_weights(cache: Path, weights: Path, how: str) -> None:
    folder = cache / "whisper-base"
    shutil.copytree(weights / "whisper-base", folder)
    if how == "cut off":
        os.truncate(folder / "model.bin", 1_000_000)
    elif how == "something else":
        (folder / "model.bin").write_bytes(os.urandom(1_000_000))
    elif how == "empty":
        os.truncate(folder / "model.bin", 0)
    else:
        (folder / "tokenizer.json").unlink()


@pytest.mark.parametrize("how", ["cut off", "something else", "empty", "without a tokenizer"])
def test_refuses_broken_weights_and_takes_whole_ones_afterwards(
    weights: Path, tmp_path: Path, speech: Path, how: str
) -> None:
    broken_weights(tmp_path / "cache", weights, how)
    settings = Settings(cache=tmp_path / "cache")
    with running(settings, worker_command(settings)) as client:
        assert refusal(client, speech.read_bytes())["code"] == "weights-invalid"
        assert client.send("DELETE", "/models/whisper-base").status == 200
        (tmp_path / "cache" / "whisper-base").symlink_to(weights / "whisper-base")
        assert refusal(client, wave_of(16000))["type"] == "result"


def test_says_that_the_memory_is_not_enough(weights: Path, speech: Path) -> None:
    settings = replace(Settings(cache=weights), worker_memory_bytes=150_000_000)
    with running(settings, worker_command(settings)) as client:
        answer = refusal(client, speech.read_bytes())
        assert (answer["code"], answer.get("status", 507)) == ("out-of-memory", 507)
        assert client.get("/health").status == 200


def test_stops_using_the_processor_when_the_client_goes(service: Client, speak: Speak) -> None:
    long = speak("very-long", " ".join(SENTENCES * 8)).read_bytes()
    transcribed = service.metric("whisper_audio_seconds_total")
    with closing(service.open(TASK, form(file=long))) as connection:
        read_until(connection, b'"type": "segment"')
    eventually(lambda: is_idle(service))
    assert service.metric("whisper_audio_seconds_total") == transcribed
    assert refusal(service, wave_of(16000))["type"] == "result"


def is_idle(service: Client) -> bool:
    """Two looks at the counter of processor time that are far apart for a machine."""
    first = service.metric("process_cpu_seconds_total")
    for _ in range(20):
        service.get("/health/live")
    return service.metric("process_cpu_seconds_total") - first < 0.1
