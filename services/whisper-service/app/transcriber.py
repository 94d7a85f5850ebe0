"""One transcription after the other: who waits, which process works, what comes out."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any

from .catalogue import Model
from .faults import Fault
from .hub import DownloadCancelled
from .metrics import Metrics
from .model_store import ModelStore
from .options import Options
from .settings import Settings
from .worker_process import Device, WorkerProcess, WorkerUnusable

Event = dict[str, Any]


class Transcriber:
    """Runs one job at a time, in a process of its own that keeps the model."""

    def __init__(self, settings: Settings, store: ModelStore, metrics: Metrics, command: Sequence[str]) -> None:
        self._settings, self._store, self._metrics, self._command = settings, store, metrics, command
        self._turn = asyncio.Lock()
        self._places = 0
        self._worker: WorkerProcess | None = None
        self.device: Device | None = None
        self.loaded: str | None = None

    async def start(self) -> None:
        """Starts the first worker. Raises WorkerUnusable."""
        self._worker = await WorkerProcess.start(self._command)
        self.device = self._worker.device

    @property
    def worker_pid(self) -> int | None:
        """Of the process that holds the model, while there is one."""
        return self._worker.pid if self._worker and self._worker.usable else None

    async def stop(self) -> None:
        if self._worker:
            await self._worker.kill()

    @contextlib.contextmanager
    def place(self) -> Iterator[None]:
        """A place in the queue, taken before the file is received. Raises `busy`."""
        if self._places > self._settings.max_waiting:
            raise Fault("busy", f"{self._places} transcriptions run or wait; there is no place for more")
        self._places += 1
        self._metrics.add("waiting")
        try:
            yield
        finally:
            self._places -= 1
            self._metrics.add("waiting", -1)

    async def download(self, model: Model) -> AsyncIterator[Event]:
        """Progress until the weights are there."""
        if self._store.folder_of(model):
            return
        loop = asyncio.get_running_loop()
        reports: asyncio.Queue[tuple[int, int] | None] = asyncio.Queue()
        left = False

        def work() -> None:
            try:
                with contextlib.suppress(DownloadCancelled):
                    self._store.download(
                        model, lambda *at: loop.call_soon_threadsafe(reports.put_nowait, at), lambda: left
                    )
            finally:
                loop.call_soon_threadsafe(reports.put_nowait, None)

        task = asyncio.create_task(asyncio.to_thread(work))
        try:
            while (report := await reports.get()) is not None:
                yield progress("download", f"downloading {model.id}", *report, "bytes")
            await task
        finally:
            left = True
            # what fails after everybody left is nobody's
            task.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def run(self, file: Path, model: Model, options: Options) -> AsyncIterator[Event]:
        """`progress`, `segment` … and one `result`. Leaving it ends the work. Raises Fault."""
        asked_at = time.perf_counter()
        async with contextlib.aclosing(self.download(model)) as events:
            async for event in events:
                yield event
        if self._turn.locked():
            yield progress("queue", "waiting for the transcriptions before")
        async with self._turn:
            queue_ms = (time.perf_counter() - asked_at) * 1000
            async with contextlib.aclosing(self._work(file, model, options)) as events:
                async for event in events:
                    yield event | {"queue_ms": queue_ms} if event["type"] == "result" else event

    async def _work(self, file: Path, model: Model, options: Options) -> AsyncIterator[Event]:
        worker = await self._ready_worker()
        transcript = Transcript(model, options)
        job = {
            "file": str(file),
            "folder": str(self._store.folder_of(model)),
            "backend": model.backend,
            "max_seconds": self._settings.max_duration_seconds,
            "options": options.for_worker() | {"model": model.id},
        }
        try:
            async with contextlib.aclosing(worker.run(job)) as messages:
                async for message in messages:
                    if message["type"] == "result":
                        self._count(message, model)
                    for event in transcript.take(message):
                        yield event
        except (GeneratorExit, asyncio.CancelledError):
            self._metrics.add("cancelled_total")
            raise
        finally:
            if not worker.usable:
                self.loaded = None
                self._metrics.add("worker_kills_total")

    async def _ready_worker(self) -> WorkerProcess:
        if self._worker is None or not self._worker.usable:
            try:
                await self.start()
            except (WorkerUnusable, TimeoutError) as error:
                raise Fault("internal", f"the process of the model cannot be started: {error}") from None
        assert self._worker
        return self._worker

    def _count(self, result: dict[str, Any], model: Model) -> None:
        self.loaded = model.id
        self._metrics.add("audio_seconds_total", result["duration"])
        self._metrics.add("compute_seconds_total", result["compute_seconds"])
        self._metrics.add("segments_total", result["segments"])
        if result["load_ms"] > 0:
            self._metrics.add("model_loads_total")
            self._metrics.add("model_load_seconds_total", result["load_ms"] / 1000)


class Transcript:
    """Puts together what the worker says."""

    def __init__(self, model: Model, options: Options) -> None:
        self._model, self._options = model, options
        self._segments: list[dict[str, Any]] = []
        self._duration: float | None = None
        self._language: dict[str, Any] = {"language": None, "probability": None}

    def take(self, message: dict[str, Any]) -> Iterator[Event]:
        match message["type"]:
            case "load":
                yield progress("load", f"loading {self._model.id}")
            case "sound":
                self._duration = message["duration"]
                yield progress("compute", "transcribing", 0, self._duration, "s")
            case "language":
                self._language = message
                yield {"type": "language", "language": message["language"], "probability": message["probability"]}
            case "segment":
                self._segments.append(message["segment"])
                yield {"type": "segment", "language": self._language["language"], **message["segment"]}
                end = message["segment"]["end"]
                yield progress("compute", "transcribing", end, max(end, self._duration or end), "s")
            case "result":
                yield {"type": "result", **self._result(message)}

    def _result(self, message: dict[str, Any]) -> dict[str, Any]:
        return {
            "text": "".join(segment["text"] for segment in self._segments).strip(),
            "language": self._language["language"],
            "language_probability": self._language["probability"],
            "confidence": self._confidence(),
            "duration": message["duration"],
            "task": self._options.task,
            "model": self._model.id,
            "load_ms": message["load_ms"],
            "compute_ms": message["compute_seconds"] * 1000,
            "segments": self._segments,
        }

    def _confidence(self) -> float | None:
        """The mean of the segments', by how long they last."""
        weights = [max(segment["end"] - segment["start"], 0.01) for segment in self._segments]
        if not weights:
            return None
        total = sum(segment["confidence"] * weight for segment, weight in zip(self._segments, weights, strict=True))
        return round(total / sum(weights), 4)


def progress(
    phase: str, message: str, completed: float | None = None, total: float | None = None, unit: str = ""
) -> Event:
    """A line of progress."""
    figures = {"completed": completed, "total": total, "unit": unit or None}
    return {
        "type": "progress",
        "phase": phase,
        "message": message,
        **{k: v for k, v in figures.items() if v is not None},
    }
