"""Downloads weights: over HTTPS, resumed where it broke off, every file checked against the hash that the hub lists."""

from __future__ import annotations

import errno
import hashlib
import http.client
import json
import os
import shutil
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from .catalogue import Model
from .faults import Fault

try:
    import fcntl
except ImportError:  # Windows: two services that share a cache there may download the same model twice
    fcntl = None

CHUNK_BYTES = 1024 * 1024
IDLE_SECONDS = 60
REPORT_EVERY_SECONDS = 0.25
LOCK_POLL_SECONDS = 0.2

Progress = Callable[[int, int], None]


class DownloadCancelled(Exception):
    """Nobody waits for it any more; what is there stays for the next time."""


@dataclass(frozen=True)
class HubFile:
    """One file of a repository; `oid` is a SHA-256 for large files, the hash of a git blob for small ones."""

    path: str
    name: str
    size: int
    oid: str
    large: bool


class Hub:
    """The hub that faster-whisper's own models are on, or another; `token` is for what not everybody gets there."""

    def __init__(self, endpoint: str, token: str | None = None) -> None:
        self._endpoint = endpoint
        self._token = token

    def fetch(self, model: Model, target: Path, on_progress: Progress, is_cancelled: Callable[[], bool]) -> None:
        """Fills `target`, which appears only when it is whole."""
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with _exclusive(target.parent / f".{target.name}.lock", is_cancelled):
                if not target.exists():
                    self._fetch(model, target, on_progress, is_cancelled)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise _to_fault(error, model, target) from error

    def _fetch(self, model: Model, target: Path, on_progress: Progress, is_cancelled: Callable[[], bool]) -> None:
        files = self._list(model)
        total = sum(file.size for file in files)
        unfinished = target.parent / f".{target.name}.part"
        unfinished.mkdir(exist_ok=True)
        _require_space(unfinished, total, model)
        report = _Report(on_progress, total, is_cancelled)
        for file in files:
            path = unfinished / file.name
            self._fetch_file(model, file, path, report)
            _check(path, file, model)
        unfinished.rename(target)

    def _list(self, model: Model) -> list[HubFile]:
        with self._open(f"/api/models/{model.repository}/tree/main?recursive=true") as reply:
            listed = json.load(reply)
        files = [_hub_file(entry, model.files[entry["path"]]) for entry in listed if entry.get("path") in model.files]
        if not any(file.large for file in files):
            raise Fault("weights-unavailable", f"the hub lists no weights of {model.id}", hint=_hint(model))
        return files

    def _fetch_file(self, model: Model, file: HubFile, path: Path, report: _Report) -> None:
        there = path.stat().st_size if path.exists() else 0
        if there > file.size:
            path.unlink()
            there = 0
        if there == file.size:
            report.add(there)
            return
        url = f"/{model.repository}/resolve/main/{urllib.parse.quote(file.path)}"
        with self._open(url, there) as reply:
            resumed = reply.status == 206
            report.add(there if resumed else 0)
            with path.open("ab" if resumed else "wb") as out:
                while chunk := reply.read(CHUNK_BYTES):
                    out.write(chunk)
                    report.add(len(chunk))

    def _open(self, path: str, offset: int = 0) -> Any:
        headers = {"user-agent": "mediaconduit-whisper-service"} | ({"range": f"bytes={offset}-"} if offset else {})
        request = urllib.request.Request(self._endpoint + path, headers=headers)
        if self._token:
            request.add_unredirected_header("authorization", f"Bearer {self._token}")
        opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=_tls()), _Redirects())
        return opener.open(request, timeout=IDLE_SECONDS)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Shows the token where the hub itself moved something, and to nobody else: large files are on other servers."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        request = super().redirect_request(req, fp, code, msg, headers, newurl)
        token = req.unredirected_hdrs.get("Authorization")
        if request and token and _origin(request) == _origin(req):
            request.add_unredirected_header("authorization", token)
        return request


class _Report:
    def __init__(self, on_progress: Progress, total: int, is_cancelled: Callable[[], bool]) -> None:
        self._on_progress, self._total, self._is_cancelled = on_progress, total, is_cancelled
        self._completed = 0
        self._reported_at = 0.0

    def add(self, size: int) -> None:
        if self._is_cancelled():
            raise DownloadCancelled
        self._completed += size
        now = time.monotonic()
        if now - self._reported_at >= REPORT_EVERY_SECONDS or self._completed >= self._total:
            self._reported_at = now
            self._on_progress(self._completed, self._total)


def _origin(request: urllib.request.Request) -> tuple[str, str]:
    """Not of its host, which is that of a proxy where there is one."""
    parts = urllib.parse.urlsplit(request.full_url)
    return parts.scheme, parts.netloc


def _hub_file(entry: dict[str, Any], name: str) -> HubFile:
    large = entry.get("lfs") or {}
    oid = str(large.get("oid") or entry["oid"]).removeprefix("sha256:")
    return HubFile(entry["path"], name, int(large.get("size") or entry["size"]), oid, bool(large))


def _check(path: Path, file: HubFile, model: Model) -> None:
    if path.stat().st_size < file.size:
        raise ConnectionError("the connection broke off")
    digest = hashlib.sha256() if file.large else hashlib.sha1(b"blob %d\0" % file.size, usedforsecurity=False)
    with path.open("rb") as content:
        while chunk := content.read(CHUNK_BYTES):
            digest.update(chunk)
    if digest.hexdigest() == file.oid:
        return
    path.unlink()
    raise Fault(
        "weights-invalid",
        f"{file.path} of {model.id} has another hash than the hub lists, and was deleted",
        hint="try again; if it stays like this, something between here and the hub changes what it sends",
        expected=file.oid,
        found=digest.hexdigest(),
    )


def _require_space(folder: Path, total: int, model: Model) -> None:
    there = sum(entry.stat().st_size for entry in folder.iterdir())
    free = shutil.disk_usage(folder).free
    if free < total - there:
        raise _no_space(model, folder, total)


def _to_fault(error: Exception, model: Model, target: Path) -> Fault:
    number = getattr(error, "errno", None)
    if number in (errno.ENOSPC, errno.EDQUOT):
        return _no_space(model, target.parent, model.size_bytes or 0)
    if isinstance(error, PermissionError) or number == errno.EROFS:
        return Fault(
            "weights-unavailable", f"{target.parent} cannot be written", hint="let WHISPER_CACHE name another folder"
        )
    if isinstance(error, urllib.error.HTTPError):
        said: object = f"the hub answered {error.code} {error.reason}"
    else:
        said = getattr(error, "reason", None) or error
    return Fault("weights-unavailable", f"{model.id} could not be downloaded: {said}", hint=_hint(model))


def _no_space(model: Model, folder: Path, total: int) -> Fault:
    return Fault(
        "no-space",
        f"{model.id} needs {total / 1e9:.2f} GB in {folder}, and there is less",
        hint="free space, or let WHISPER_CACHE name a folder on another disk",
        sizeBytes=total,
    )


def _hint(model: Model) -> str:
    return (
        "check the network of the service, HF_ENDPOINT and HF_TOKEN; or put the files "
        f"({', '.join(model.files.values())}) into a folder {model.id} in WHISPER_CACHE, or name a folder as the model"
    )


def _tls() -> ssl.SSLContext:
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@contextmanager
def _exclusive(path: Path, is_cancelled: Callable[[], bool]) -> Iterator[None]:
    """Two downloads of one model, also of two services, go one after the other."""
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o644), "w") as lock:
        while fcntl and not _try_lock(lock):
            if is_cancelled():
                raise DownloadCancelled
            time.sleep(LOCK_POLL_SECONDS)
        yield


def _try_lock(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
