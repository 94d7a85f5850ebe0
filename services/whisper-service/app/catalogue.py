"""The models that can be downloaded, and how a name becomes one of them."""

from __future__ import annotations

from dataclasses import dataclass

from .faults import Fault
from .nearest import did_you_mean, quoted

WHISPER = "whisper"
MOONSHINE = "moonshine"

WHISPER_FILES = {
    name: name
    for name in (
        "config.json",
        "preprocessor_config.json",
        "model.bin",
        "tokenizer.json",
        "vocabulary.json",
        "vocabulary.txt",
    )
}
MOONSHINE_FILES = {
    "onnx/encoder_model_quantized.onnx": "encoder_model.onnx",
    "onnx/decoder_model_merged_quantized.onnx": "decoder_model_merged.onnx",
    "tokenizer.json": "tokenizer.json",
}


@dataclass(frozen=True)
class Model:
    """One model; `size_bytes` is about what a download brings, `repository` is missing for local folders."""

    id: str
    backend: str
    description: str
    multilingual: bool = True
    repository: str | None = None
    size_bytes: int | None = None

    @property
    def files(self) -> dict[str, str]:
        """Names in the repository, with those that they get here."""
        return WHISPER_FILES if self.backend == WHISPER else MOONSHINE_FILES


def _whisper(name: str, megabytes: int, description: str, repository: str = "") -> Model:
    english = name.endswith(".en") or name.startswith("distil-")
    home = repository or f"Systran/faster-whisper-{name}"
    return Model(f"whisper-{name}", WHISPER, description, not english, home, megabytes * 1_000_000)


_DISTILLED = "English, about as good as the large model it was made from, several times faster"

CATALOGUE: dict[str, Model] = {
    model.id: model
    for model in (
        _whisper("tiny", 78, "the fastest of the multilingual ones, the most mistakes"),
        _whisper("base", 148, "fast on any machine"),
        _whisper("small", 486, "good, and still usable without a GPU"),
        _whisper("medium", 1530, "better; slow without a GPU"),
        _whisper("large-v1", 3090, "the first large one"),
        _whisper("large-v2", 3090, "the second large one"),
        _whisper("large-v3", 3090, "the best; for a GPU"),
        _whisper(
            "large-v3-turbo",
            1620,
            "nearly as good as large-v3 and far faster; does not translate",
            "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
        ),
        _whisper("tiny.en", 78, "English alone, the fastest"),
        _whisper("base.en", 148, "English alone, fast"),
        _whisper("small.en", 486, "English alone, good"),
        _whisper("medium.en", 1530, "English alone, better"),
        _whisper("distil-small.en", 336, _DISTILLED, "Systran/faster-distil-whisper-small.en"),
        _whisper("distil-medium.en", 792, _DISTILLED, "Systran/faster-distil-whisper-medium.en"),
        _whisper("distil-large-v3", 1516, _DISTILLED, "Systran/faster-distil-whisper-large-v3"),
        Model(
            "moonshine-tiny",
            MOONSHINE,
            "English alone, several times faster than whisper-tiny without a GPU; no word timestamps",
            False,
            "onnx-community/moonshine-tiny-ONNX",
            31_000_000,
        ),
    )
}

_OTHER_NAMES = {"whisper-large": "whisper-large-v3", "whisper-turbo": "whisper-large-v3-turbo"}

DEFAULT_NAMES = frozenset({"", "whisper-1", "whisper-stt", "default"})


def catalogue_id(name: str) -> str | None:
    """The id behind `base`, `whisper-base`, `whisper-large` or a repository; `None` when there is none."""
    for candidate in (name, f"whisper-{name}", _OTHER_NAMES.get(name), _OTHER_NAMES.get(f"whisper-{name}")):
        if candidate in CATALOGUE:
            return candidate
    return next((model.id for model in CATALOGUE.values() if model.repository == name), None)


def unknown_model(name: str, known: list[str]) -> Fault:
    return Fault("unknown-model", f"there is no model {quoted(name)}; {did_you_mean(name, known)}", param="model")
