"""A process in the place of the model's: what it says stands in the file that is to be transcribed, as a list of JSON.

Beside messages a step is `hang` (does nothing until it is killed), `wait` (until it is cancelled), `flood` (many segments,
until it is cancelled), `fall silent` (says nothing more once it is cancelled, and lives on), `exit` with a code, or `kill`."""

import json
import os
import queue
import signal
import sys
import threading
import time
from pathlib import Path

cancelled = threading.Event()
runs: queue.SimpleQueue = queue.SimpleQueue()


def read() -> None:
    for line in sys.stdin:
        message = json.loads(line)
        if message["type"] == "cancel":
            cancelled.set()
        else:
            runs.put(message)
    os._exit(0)


def send(message: dict) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def play(step: object, job: dict) -> None:
    match step:
        case "hang":
            time.sleep(3600)
        case "wait":
            cancelled.wait()
            send({"type": "cancelled"})
        case "flood":
            while not cancelled.is_set():
                send({"type": "segment", "segment": {"start": 0.0, "end": 1.0, "text": "x" * 100_000}})
            send({"type": "cancelled"})
        case "fall silent":
            cancelled.wait()
            os.close(1)
            time.sleep(3600)
        case "job":
            send({"type": "error", "code": "invalid-input", "message": json.dumps(job), "hint": None, "facts": {}})
        case {"exit": code}:
            os._exit(code)
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case message:
            send(message)


def main() -> None:
    if "unusable" in sys.argv:
        send({"type": "unusable", "reason": "there is no model here"})
        return
    threading.Thread(target=read, daemon=True).start()
    send({"type": "hello", "device": "cpu", "reason": "it is a fake"})
    while True:
        job = runs.get()
        cancelled.clear()
        for step in json.loads(Path(job["file"]).read_bytes()):
            play(step, job)


main()
