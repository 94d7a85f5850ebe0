from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.settings import Settings

from .form import Client
from .running import running


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A cache with a folder that passes for a model."""
    model = tmp_path / "cache" / "whisper-base"
    model.mkdir(parents=True)
    (model / "model.bin").write_bytes(b"weights")
    return tmp_path / "cache"


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))


@pytest.fixture
def settings(cache: Path) -> Settings:
    return Settings(cache=cache, max_input_bytes=100_000, max_waiting=1)


@pytest.fixture
def client(settings: Settings) -> Iterator[Client]:
    with running(settings) as client:
        yield client


def script(*steps: Any) -> bytes:
    """The file that makes the fake worker say this."""
    return json.dumps(steps).encode()


def segment(number: int, text: str, start: float, end: float, **more: Any) -> dict[str, Any]:
    value = {
        "id": number, "text": text, "start": start, "end": end, "seek": 0, "tokens": [7], "avg_logprob": -0.5,
        "compression_ratio": 1.0, "no_speech_prob": 0.1, "temperature": 0.0, "words": None, "confidence": 0.5,
    }  # fmt: skip
    return {"type": "segment", "segment": value | more}


TALK = script(
    {"type": "load"},
    {"type": "sound", "duration": 4.0},
    {"type": "language", "language": "en", "probability": 0.9},
    segment(0, " Hello --> <there>.", 0, 1.5, confidence=0.5),
    segment(1, " Good bye.", 1.5, 4.0, confidence=1.0),
    {"type": "result", "duration": 4.0, "segments": 2, "compute_seconds": 0.5, "load_ms": 100.0},
)
