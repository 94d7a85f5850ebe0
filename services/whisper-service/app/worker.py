"""The process that holds the model: `python -m app.worker`. It is a child of the service, so that work can be ended at
once, in the middle of a step that no library can stop, by killing it.

Lines of JSON come in on stdin (`run`, `cancel`) and go out on stdout (`hello`, then for each run `load`, `language`,
`segment` … and at the end one of `result`, `cancelled` and `error`). When stdin ends, so does the process."""

from __future__ import annotations

import json
import math
import os
import queue
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import IO, Any

from .catalogue import MOONSHINE
from .faults import Fault, internal_fault


class Channel:
    """The lines to the service. Whatever else is printed goes to the log."""

    def __init__(self) -> None:
        self._out: IO[str] = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)

    def send(self, message: dict[str, Any]) -> None:
        self._out.write(json.dumps(message, ensure_ascii=False) + "\n")
        self._out.flush()


class Jobs:
    """What the service wants: the next run, and whether the current one is cancelled."""

    def __init__(self) -> None:
        self._runs: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self.cancelled = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def next(self) -> dict[str, Any]:
        run = self._runs.get()
        self.cancelled.clear()
        return run

    def _read(self) -> None:
        for line in sys.stdin:
            message = json.loads(line)
            if message["type"] == "cancel":
                self.cancelled.set()
            else:
                self._runs.put(message)
        os._exit(0)  # the service is gone, whatever the model is doing


class Worker:
    """Runs one job after the other on the model that is loaded."""

    def __init__(self, channel: Channel, device: str, compute_type: str, threads: int) -> None:
        self._channel = channel
        self._device, self._compute_type, self._threads = device, compute_type, threads
        self._engine: Any = None
        self._loaded: tuple[Any, ...] | None = None

    def run(self, job: dict[str, Any], cancelled: threading.Event) -> None:
        started = time.perf_counter()
        load_ms = self._load(Path(job["folder"]), job["backend"])
        from .samples import Sound

        sound = Sound(Path(job["file"]), job["max_seconds"])
        try:
            self._channel.send({"type": "sound", "duration": sound.duration})
            count = self._transcribe(sound, job["options"], cancelled)
            if cancelled.is_set():
                self._channel.send({"type": "cancelled"})
                return
            if sound.seconds == 0:
                raise Fault("invalid-input", "the file holds no sound that can be decoded")
            seconds = time.perf_counter() - started
            facts = {"duration": round(sound.seconds, 3), "segments": count, "compute_seconds": seconds}
            self._channel.send({"type": "result", **facts, "load_ms": load_ms})
        finally:
            sound.close()

    def _transcribe(self, sound: Any, options: dict[str, Any], cancelled: threading.Event) -> int:
        count = 0
        for segment in self._engine.transcribe(sound, options, self._channel.send):
            if cancelled.is_set():
                break
            confidence = round(min(1.0, math.exp(segment["avg_logprob"])), 4)
            self._channel.send({"type": "segment", "segment": {**segment, "id": count, "confidence": confidence}})
            count += 1
        return count

    def _load(self, folder: Path, backend: str) -> float:
        """Milliseconds; 0 when the model was loaded already."""
        wanted = (folder, *_state_of(folder))
        if wanted == self._loaded:
            return 0.0
        self._channel.send({"type": "load"})
        self._engine = self._loaded = None
        started = time.perf_counter()
        try:
            self._engine = self._open(folder, backend)
        except Exception as error:
            raise _load_fault(error, folder) from error
        self._loaded = wanted
        return (time.perf_counter() - started) * 1000

    def _open(self, folder: Path, backend: str) -> Any:
        if backend == MOONSHINE:
            from .moonshine_engine import MoonshineEngine

            return MoonshineEngine(folder, self._threads)
        from .whisper_engine import WhisperEngine, load_whisper

        return WhisperEngine(load_whisper(folder, self._device, self._compute_type, self._threads))


def _state_of(folder: Path) -> list[tuple[str, int, int]]:
    """Changes when somebody replaces the weights."""
    entries = sorted(entry for entry in folder.iterdir() if entry.is_file())
    return [(entry.name, entry.stat().st_size, entry.stat().st_mtime_ns) for entry in entries]


def _load_fault(error: Exception, folder: Path) -> Fault:
    if isinstance(error, Fault):
        return error
    if _is_out_of_memory(error):
        return _out_of_memory()
    said = str(error).splitlines()[0][:300] if str(error) else type(error).__name__
    return Fault(
        "weights-invalid",
        f"the weights in {folder.name} cannot be loaded: {said}",
        hint="remove them (mediaconduit cache rm) and let them be downloaded again",
    )


def _is_out_of_memory(error: BaseException) -> bool:
    said = str(error).lower()
    words = ("bad_alloc", "out of memory", "failed to allocate", "cannot allocate", "bad allocation")
    return isinstance(error, MemoryError) or any(word in said for word in words)


def _out_of_memory() -> Fault:
    return Fault(
        "out-of-memory",
        "the memory is not enough for this model",
        hint="choose a smaller model, set WHISPER_COMPUTE_TYPE=int8, or give the service more memory",
    )


def _limit_memory(size: int) -> None:
    if size == 0:
        return
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (size, size))


def _choose_device(wanted: str) -> tuple[str, str]:
    """The device and why it was chosen."""
    import ctranslate2

    count = ctranslate2.get_cuda_device_count()
    if wanted == "cuda" and count == 0:
        raise RuntimeError("WHISPER_DEVICE is cuda, and no CUDA device was found")
    if wanted != "auto":
        return wanted, f"WHISPER_DEVICE is {wanted}"
    if count == 0:
        return "cpu", "no CUDA device was found"
    return "cuda", f"{count} CUDA device{'' if count == 1 else 's'} found"


def main() -> None:
    device, compute_type, threads, memory_bytes = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    channel = Channel()
    try:
        chosen, reason = _choose_device(device)
        _limit_memory(memory_bytes)
    except Exception as error:  # noqa: BLE001
        channel.send({"type": "unusable", "reason": str(error)})
        return
    worker = Worker(channel, chosen, compute_type, threads)
    jobs = Jobs()
    channel.send({"type": "hello", "device": chosen, "reason": reason})
    while True:
        job = jobs.next()
        try:
            worker.run(job, jobs.cancelled)
        except Fault as fault:
            channel.send({"type": "error", **_fault_line(fault)})
        except Exception as error:  # noqa: BLE001
            traceback.print_exc()
            fault = _out_of_memory() if _is_out_of_memory(error) else internal_fault()
            channel.send({"type": "error", **_fault_line(fault)})


def _fault_line(fault: Fault) -> dict[str, Any]:
    return {"code": fault.code, "message": fault.message, "hint": fault.hint, "facts": fault.facts}


if __name__ == "__main__":
    main()
