"""What the environment says."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


class SettingError(Exception):
    """A variable has a value that means nothing; the message is for the user."""


@dataclass(frozen=True)
class Settings:
    """All settings with their defaults; sizes in bytes."""

    cache: Path
    host: str = "127.0.0.1"
    port: int = 9000
    listen_fd: int | None = None
    model_paths: tuple[Path, ...] = ()
    default_model: str = "whisper-base"
    device: str = "auto"
    compute_type: str = "auto"
    threads: int = 0
    max_input_bytes: int = 2 * 1024**3
    max_duration_seconds: int = 8 * 3600
    max_waiting: int = 8
    worker_memory_bytes: int = 0
    hub_endpoint: str = "https://huggingface.co"
    hub_token: str | None = field(default=None, repr=False)
    grace_seconds: int = 10
    # longest wait for the next bytes of a request, and for a client to read on
    idle_seconds: float = 60


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Raises SettingError with the name of the variable."""
    read = _Reader(environment)
    paths = tuple(Path(part) for part in environment.get("WHISPER_MODEL_PATH", "").split(os.pathsep) if part)
    return Settings(
        cache=Path(environment.get("WHISPER_CACHE") or _default_cache(environment)),
        host=environment.get("HOST") or "127.0.0.1",
        port=read.integer("PORT", 9000, 0, 65_535),
        listen_fd=read.integer("MEDIACONDUIT_LISTEN_FD", None, 3, 1_048_576),
        model_paths=paths,
        default_model=environment.get("WHISPER_MODEL") or (str(paths[0]) if paths else "whisper-base"),
        device=read.word("WHISPER_DEVICE", ("auto", "cpu", "cuda")),
        compute_type=read.word("WHISPER_COMPUTE_TYPE", COMPUTE_TYPES),
        threads=read.integer("WHISPER_THREADS", 0, 0, 1024) or 0,
        max_input_bytes=read.integer("WHISPER_MAX_INPUT_BYTES", 2 * 1024**3, 1, 2**50),
        max_duration_seconds=read.integer("WHISPER_MAX_DURATION_SECONDS", 8 * 3600, 1, 2**31),
        max_waiting=read.integer("WHISPER_MAX_WAITING", 8, 0, 10_000),
        worker_memory_bytes=read.integer("WHISPER_MEMORY_BYTES", 0, 0, 2**50),
        hub_endpoint=(environment.get("HF_ENDPOINT") or Settings.hub_endpoint).rstrip("/"),
        hub_token=read.secret("HF_TOKEN"),
    )


COMPUTE_TYPES = (
    "auto", "default", "int8", "int8_float32", "int8_float16", "int8_bfloat16", "int16", "float16", "bfloat16",
    "float32",
)  # fmt: skip


class _Reader:
    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def integer(self, name: str, default: int | None, least: int, most: int) -> int | None:
        text = self._environment.get(name)
        if not text:
            return default
        if text.isascii() and text.isdigit() and least <= int(text[:20]) <= most:
            return int(text)
        raise SettingError(f'{name} must be a whole number from {least} to {most}, not "{text}"')

    def word(self, name: str, words: tuple[str, ...]) -> str:
        text = self._environment.get(name) or words[0]
        if text in words:
            return text
        raise SettingError(f'{name} must be one of {", ".join(words)}, not "{text}"')

    def secret(self, name: str) -> str | None:
        text = self._environment.get(name, "").strip()
        if all("!" <= letter <= "~" for letter in text):
            return text or None
        raise SettingError(f"{name} must be one word of ASCII letters, digits and signs")


def _default_cache(environment: Mapping[str, str]) -> Path:
    base = environment.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "mediaconduit-whisper"
