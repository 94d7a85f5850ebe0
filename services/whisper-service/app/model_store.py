"""The weights on this machine: what was downloaded, and folders that somebody else filled."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .catalogue import CATALOGUE, DEFAULT_NAMES, MOONSHINE, WHISPER, Model, catalogue_id, unknown_model
from .faults import Fault
from .hub import Hub
from .settings import Settings

ASK_ABOVE_BYTES = 500_000_000

_FOLDER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,100}")


class ModelStore:
    """Finds, lists, downloads and removes models. Every folder in the cache is one of them, named after it."""

    def __init__(self, settings: Settings, hub: Hub | None = None) -> None:
        self._settings = settings
        self._hub = hub or Hub(settings.hub_endpoint, settings.hub_token)

    def find(self, name: str) -> Model:
        """The model of that name, downloaded or not. Raises `unknown-model`."""
        wanted = self._settings.default_model if name in DEFAULT_NAMES else name
        known = catalogue_id(wanted)
        if known:
            return CATALOGUE[known]
        folder = self._local_folder(wanted)
        backend = backend_of(folder) if folder else None
        if folder and backend:
            return Model(wanted, backend, f"the weights in {folder}", size_bytes=size_of(folder))
        if Path(wanted).is_absolute():
            raise Fault(
                "unknown-model",
                f"there are no weights in {wanted[:300]}",
                hint="name a folder with model.bin and tokenizer.json (CTranslate2), as the service sees it",
                param="model",
            )
        raise unknown_model(wanted, self.ids())

    def folder_of(self, model: Model) -> Path | None:
        """Where its weights are; `None` while they are not."""
        folder = self._local_folder(model.id)
        return folder if folder and backend_of(folder) else None

    def ids(self) -> list[str]:
        """Catalogue first, then folders with names of their own."""
        own = [folder.name for folder in (*self._cached_folders(), *self._settings.model_paths) if backend_of(folder)]
        return list(dict.fromkeys([*CATALOGUE, *own]))

    def describe(self, model: Model) -> dict[str, Any]:
        folder = self.folder_of(model)
        return {
            "id": model.id,
            "description": model.description,
            "backend": model.backend,
            "downloaded": folder is not None,
            "sizeBytes": size_of(folder) if folder else model.size_bytes,
            "needsConfirmation": folder is None and (model.size_bytes or 0) > ASK_ABOVE_BYTES,
            "languages": "all" if model.multilingual else "en",
        }

    def require_confirmation(self, model: Model, confirmed: bool) -> None:
        """Raises `confirmation-needed` before much is downloaded."""
        size = model.size_bytes or 0
        if confirmed or size <= ASK_ABOVE_BYTES or self.folder_of(model):
            return
        raise Fault(
            "confirmation-needed",
            f"{model.id} is a download of about {size / 1e9:.1f} GB",
            hint=f"send confirm=true, or POST /models/{model.id}?confirm=true once",
            question=f"Download {model.id} (about {size / 1e9:.1f} GB)?",
            sizeBytes=size,
        )

    def download(self, model: Model, on_progress: Callable[[int, int], None], is_cancelled: Callable[[], bool]) -> Path:
        """Blocks until the weights are there. Raises `weights-…` and `no-space`."""
        found = self.folder_of(model)
        if found:
            return found
        if not model.repository:
            raise unknown_model(model.id, self.ids())
        target = self._settings.cache / model.id
        if target.exists():
            raise Fault(
                "weights-invalid",
                f"{target} is there, but holds no weights",
                hint="remove it: mediaconduit cache rm",
            )
        self._hub.fetch(model, target, on_progress, is_cancelled)
        return target

    def remove(self, name: str) -> None:
        """Deletes what was downloaded; folders outside of the cache are not ours."""
        model = self.find(name)
        folder = self._settings.cache / model.id
        if Path(model.id).is_absolute() or not folder.is_dir():
            raise Fault("unknown-model", f"{model.id[:300]} is not in the cache of this service", param="model")
        shutil.rmtree(folder)

    def _local_folder(self, name: str) -> Path | None:
        path = Path(name)
        if path.is_absolute():
            return path
        given = next((folder for folder in self._settings.model_paths if folder.name == name), None)
        if given:
            return given
        folder = self._settings.cache / name
        return folder if _FOLDER_NAME.fullmatch(name) and folder.is_dir() else None

    def _cached_folders(self) -> list[Path]:
        if not self._settings.cache.is_dir():
            return []
        folders = (entry for entry in self._settings.cache.iterdir() if entry.is_dir())
        return sorted(folder for folder in folders if _FOLDER_NAME.fullmatch(folder.name))


def backend_of(folder: Path) -> str | None:
    """Which program reads these weights."""
    try:
        names = {entry.name for entry in folder.iterdir()}
    except OSError:
        return None
    if "model.bin" in names:
        return WHISPER
    return MOONSHINE if {"encoder_model.onnx", "decoder_model_merged.onnx"} <= names else None


def size_of(folder: Path) -> int:
    return sum(entry.stat().st_size for entry in folder.iterdir() if entry.is_file())
