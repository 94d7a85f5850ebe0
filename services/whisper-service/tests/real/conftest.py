from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from faster_whisper import WhisperModel

from app.settings import Settings
from app.worker_process import worker_command

from ..form import Client
from ..running import running

SENTENCES = (
    "The weather was calm and the sea was quiet.",
    "A small boat left the harbor in the early morning.",
    "Two old friends sat at the table and talked about the news.",
    "The children played in the garden until it was dark.",
    "There was nobody on the road.",
)

Speak = Callable[..., Path]


@pytest.fixture(scope="session")
def weights() -> Path:
    return Path(os.environ["WHISPER_TEST_WEIGHTS"])


@pytest.fixture(scope="session")
def library(weights: Path) -> WhisperModel:
    """What the service is compared with, as the library alone loads it."""
    return WhisperModel(str(weights / "whisper-base"), compute_type="auto")


@pytest.fixture(scope="session")
def speak(tmp_path_factory: pytest.TempPathFactory) -> Speak:
    """Makes a file with speech: by espeak-ng, and by ffmpeg when it is not to be a WAV."""
    folder = tmp_path_factory.mktemp("speech")

    def make(name: str, text: str, *ffmpeg: str, voice: str = "en-us") -> Path:
        spoken = folder / f"{name}.spoken.wav"
        subprocess.run(["espeak-ng", "-v", voice, "-s", "130", "-w", str(spoken), text], check=True)
        return convert(folder / name, "-i", str(spoken), *ffmpeg) if ffmpeg else spoken

    return make


def convert(target: Path, *arguments: str) -> Path:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *arguments, str(target)], check=True)
    return target


@pytest.fixture(scope="session")
def speech(speak: Speak) -> Path:
    return speak("speech", " ".join(SENTENCES))


@pytest.fixture(scope="session")
def service(weights: Path) -> Iterator[Client]:
    """The service with its own worker; all tests share the loaded model."""
    settings = Settings(cache=weights)
    with running(settings, worker_command(settings)) as client:
        yield client
