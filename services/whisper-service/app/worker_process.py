"""The service's side of the process that holds the model."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from .faults import Fault, internal_fault
from .settings import Settings

LONGEST_LINE = 16 * 1024 * 1024
CANCEL_GRACE_SECONDS = 0.2
START_SECONDS = 60
# After these the worker waits for the next job; after "ended" it does nothing any more.
STOPPED = ("result", "error", "cancelled")
LAST_MESSAGES = (*STOPPED, "ended")


class WorkerUnusable(Exception):
    """The worker cannot work on this machine; the message says why."""


@dataclass(frozen=True)
class Device:
    name: str
    reason: str


def worker_command(settings: Settings) -> list[str]:
    return [
        sys.executable,
        "-m",
        "app.worker",
        settings.device,
        settings.compute_type,
        str(settings.threads),
        str(settings.worker_memory_bytes),
    ]


class WorkerProcess:
    """One child. It runs one job at a time; a job that is left before its end is cancelled, and what does not stop by
    itself within 200 ms is killed."""

    def __init__(self, process: asyncio.subprocess.Process, device: Device) -> None:
        self._process = process
        self.device = device
        self._usable = True

    @classmethod
    async def start(cls, command: Sequence[str]) -> WorkerProcess:
        """Raises WorkerUnusable."""
        process = await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=LONGEST_LINE
        )
        try:
            async with asyncio.timeout(START_SECONDS):
                hello = await _read(process)
        except (TimeoutError, asyncio.CancelledError):
            await _kill(process)
            raise
        if hello.get("type") == "hello":
            return cls(process, Device(hello["device"], hello["reason"]))
        await _kill(process)
        raise WorkerUnusable(hello.get("reason") or "the process of the model ended at its start; see the log")

    @property
    def usable(self) -> bool:
        return self._usable and self._process.returncode is None

    @property
    def pid(self) -> int:
        return self._process.pid

    async def run(self, job: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
        """What the worker says, to `result`. Raises Fault."""
        finished = False
        try:
            await self._send({"type": "run", **job})
            while True:
                message = await _read(self._process)
                finished = message["type"] in STOPPED
                if message["type"] == "error":
                    raise Fault(message["code"], message["message"], hint=message["hint"], **message["facts"])
                if message["type"] == "ended":
                    raise await self._end_fault()
                yield message
                if finished:
                    return
        finally:
            if not finished:
                self._usable = False  # until it has said that it stopped
                await _uninterrupted(self._cancel())

    async def kill(self) -> None:
        self._usable = False
        await _kill(self._process)

    async def _cancel(self) -> None:
        said = "ended"
        with contextlib.suppress(TimeoutError, Fault, ValueError):
            async with asyncio.timeout(CANCEL_GRACE_SECONDS):
                await self._send({"type": "cancel"})
                while (said := (await _read(self._process))["type"]) not in LAST_MESSAGES:
                    pass
        if said in STOPPED:
            self._usable = True
        else:
            await self.kill()

    async def _send(self, message: dict[str, Any]) -> None:
        stdin = self._process.stdin
        try:
            stdin.write(json.dumps(message).encode() + b"\n")
            await stdin.drain()
        except (ConnectionError, RuntimeError):
            raise internal_fault() from None

    async def _end_fault(self) -> Fault:
        code = await self._process.wait()
        self._usable = False
        if code == -signal.SIGKILL:
            return Fault(
                "out-of-memory",
                "the process of the model was killed, most likely because the memory is full",
                hint="choose a smaller model, set WHISPER_COMPUTE_TYPE=int8, or give the service more memory",
            )
        return Fault("weights-invalid", f"the model made its process end with {code}", hint="check the weights")


async def _read(process: asyncio.subprocess.Process) -> dict[str, Any]:
    line = await process.stdout.readline()
    return json.loads(line) if line else {"type": "ended"}


async def _kill(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    await process.wait()


async def _uninterrupted(work: Any) -> None:
    """Runs to its end, also when the task is cancelled meanwhile."""
    task = asyncio.ensure_future(work)
    cancelled = False
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            cancelled = True
    if cancelled:
        raise asyncio.CancelledError
