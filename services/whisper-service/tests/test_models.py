from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from faster_whisper.tokenizer import _LANGUAGE_CODES

from app.hub import Hub
from app.settings import Settings

from .conftest import TALK
from .form import Client, form
from .running import TASK, running

REPOSITORY = "Systran/faster-whisper-tiny"
WEIGHTS = os.urandom(3_000_000)
CONFIG = b"{}"


class FakeHub(ThreadingHTTPServer):
    """Serves one repository as the real hub does."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = {"config.json": CONFIG, "model.bin": WEIGHTS, "tokenizer.json": b"[]", "README.md": b"#"}
        self.listed_hash = hashlib.sha256(WEIGHTS).hexdigest()
        self.cut_after: int | None = None
        self.ranges: list[str] = []
        self.token: str | None = None
        self.moved_to: str | None = None
        self.tokens: list[str | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def tree(self) -> list[dict]:
        small = [
            {
                "type": "file",
                "path": name,
                "size": len(data),
                "oid": hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest(),
            }
            for name, data in self.files.items()
            if name != "model.bin"
        ]
        large = {
            "type": "file",
            "path": "model.bin",
            "size": len(WEIGHTS),
            "oid": "0",
            "lfs": {"oid": self.listed_hash, "size": len(WEIGHTS)},
        }
        return [*small, large]


class _Handler(BaseHTTPRequestHandler):
    server: FakeHub

    def do_GET(self) -> None:
        given = self.headers.get("authorization")
        self.server.tokens.append(given)
        if self.server.token and given != f"Bearer {self.server.token}":
            return self.send_error(401)
        if self.server.moved_to and "/resolve/" in self.path and not self.path.startswith("/moved"):
            self.send_response(302)
            self.send_header("location", self.server.moved_to + self.path)
            return self.end_headers()
        if self.path == f"/api/models/{REPOSITORY}/tree/main?recursive=true":
            return self._send(json.dumps(self.server.tree()).encode())
        data = self.server.files.get(self.path.removeprefix("/moved").removeprefix(f"/{REPOSITORY}/resolve/main/"))
        if data is None:
            return self.send_error(404)
        offset = 0
        if wanted := self.headers.get("range"):
            self.server.ranges.append(wanted)
            offset = int(wanted.removeprefix("bytes=").removesuffix("-"))
        return self._send(data[offset:], 206 if offset else 200)

    def _send(self, data: bytes, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        cut = self.server.cut_after
        self.wfile.write(data if cut is None or len(data) < 1000 else data[:cut])
        self.close_connection = True

    def log_message(self, *_args: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[FakeHub]:
    with FakeHub() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    with serving() as server:
        yield server


@pytest.fixture
def client(settings: Settings, hub: FakeHub) -> Iterator[Client]:
    with running(settings, hub=Hub(hub.url)) as client:
        yield client


def entry(client: Client, name: str) -> dict:
    return next(model for model in client.get("/models").json["models"] if model["id"] == name)


def test_lists_what_is_there_and_what_can_be(client: Client) -> None:
    assert entry(client, "whisper-base").items() >= {"downloaded": True, "sizeBytes": 7, "languages": "all"}.items()
    assert entry(client, "whisper-tiny.en").items() >= {"downloaded": False, "languages": "en"}.items()
    assert entry(client, "whisper-large-v3")["needsConfirmation"] is True
    languages = client.get("/models").json["languages"]
    assert (languages["de"], set(languages)) == ("german", set(_LANGUAGE_CODES))
    assert "whisper-base" in [model["id"] for model in client.get("/v1/models").json["data"]]


@pytest.mark.parametrize("name", ["base", "whisper-1", "whisper-stt", "Systran/faster-whisper-base"])
def test_knows_models_by_other_names(client: Client, name: str) -> None:
    assert client.get(f"/models/{name}").json["id"] == "whisper-base"


def test_downloads_with_progress_and_removes(client: Client, cache: Path) -> None:
    lines = client.send("POST", "/models/whisper-tiny").lines
    assert lines[-1]["type"] == "result"
    assert lines[-1]["model"]["downloaded"] is True
    total = len(WEIGHTS) + len(CONFIG) + 2
    assert lines[-2] == {
        "type": "progress",
        "phase": "download",
        "message": "downloading whisper-tiny",
        "completed": total,
        "total": total,
        "unit": "bytes",
    }
    folder = cache / "whisper-tiny"
    assert {file.name for file in folder.iterdir()} == {"config.json", "model.bin", "tokenizer.json"}
    assert (folder / "model.bin").read_bytes() == WEIGHTS
    assert client.send("DELETE", "/models/whisper-tiny").json == {"removed": "whisper-tiny"}
    assert not folder.exists()
    assert client.send("DELETE", "/models/whisper-tiny").status == 404


def test_downloads_at_the_first_use(client: Client) -> None:
    lines = client.post_form(TASK, form(("parameters", '{"model": "tiny"}'), file=TALK)).lines
    assert (lines[0]["phase"], lines[-1]["type"], lines[-1]["model"]) == ("download", "result", "whisper-tiny")


def test_refuses_weights_of_another_hash(client: Client, hub: FakeHub, cache: Path) -> None:
    hub.listed_hash = "0" * 64
    last = client.send("POST", "/models/whisper-tiny").lines[-1]
    assert (last["type"], last["code"], last["expected"]) == ("error", "weights-invalid", "0" * 64)
    assert not (cache / "whisper-tiny").exists()
    assert list(cache.glob("**/model.bin")) == [cache / "whisper-base" / "model.bin"]


def test_goes_on_where_a_download_broke_off(client: Client, hub: FakeHub) -> None:
    hub.cut_after = 1_000_000
    assert client.send("POST", "/models/whisper-tiny").lines[-1]["code"] == "weights-unavailable"
    hub.cut_after = None
    assert client.send("POST", "/models/whisper-tiny").lines[-1]["type"] == "result"
    assert hub.ranges == ["bytes=1000000-"]


def test_says_that_the_hub_cannot_be_reached(settings: Settings, cache: Path) -> None:
    with running(settings, hub=Hub("http://127.0.0.1:9")) as client:
        answer = client.send("POST", "/models/whisper-tiny")
        assert (answer.status, answer.json["code"]) == (502, "weights-unavailable")
        assert "put the files" in answer.json["hint"]
        assert "a folder whisper-tiny in WHISPER_CACHE" in answer.json["hint"]


def test_says_that_the_hub_does_not_have_it(client: Client) -> None:
    answer = client.send("POST", "/models/whisper-base.en")
    assert (answer.status, answer.json["code"]) == (502, "weights-unavailable")
    assert "404" in answer.json["error"]


def test_shows_its_token_to_the_hub(settings: Settings, hub: FakeHub) -> None:
    hub.token = "hf_secret"
    with running(replace(settings, hub_endpoint=hub.url, hub_token="hf_secret")) as client:
        assert client.send("POST", "/models/whisper-tiny").lines[-1]["type"] == "result"


@pytest.mark.parametrize("token", [None, "hf_other"])
def test_says_that_the_hub_wants_another_token(settings: Settings, hub: FakeHub, token: str | None) -> None:
    hub.token = "hf_secret"
    with running(replace(settings, hub_endpoint=hub.url, hub_token=token)) as client:
        answer = client.send("POST", "/models/whisper-tiny")
        assert (answer.status, answer.json["code"]) == (502, "weights-unavailable")
        assert "401" in answer.json["error"]
        assert "HF_TOKEN" in answer.json["hint"]
        assert "hf_other" not in answer.text


def test_shows_its_token_to_nobody_else(settings: Settings, hub: FakeHub) -> None:
    with serving() as elsewhere, running(replace(settings, hub_endpoint=hub.url, hub_token="hf_secret")) as client:
        hub.moved_to = elsewhere.url
        assert client.send("POST", "/models/whisper-tiny").lines[-1]["type"] == "result"
        assert set(hub.tokens) == {"Bearer hf_secret"}
        assert set(elsewhere.tokens) == {None}


def test_shows_its_token_to_the_hub_also_where_it_moved(settings: Settings, hub: FakeHub) -> None:
    hub.token, hub.moved_to = "hf_secret", "/moved"
    with running(replace(settings, hub_endpoint=hub.url, hub_token="hf_secret")) as client:
        assert client.send("POST", "/models/whisper-tiny").lines[-1]["type"] == "result"


def test_says_that_there_is_no_space(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 1000}))
    answer = client.send("POST", "/models/whisper-tiny")
    assert (answer.status, answer.json["code"]) == (507, "no-space")


def test_asks_before_a_large_download(client: Client) -> None:
    answer = client.send("POST", "/models/whisper-large-v3")
    assert (answer.status, answer.json["code"]) == (409, "confirmation-needed")
    assert answer.json["question"] == "Download whisper-large-v3 (about 3.1 GB)?"
    assert answer.json["sizeBytes"] == 3_090_000_000
    confirmed = client.send("POST", "/models/whisper-large-v3?confirm=true")
    assert confirmed.json["code"] == "weights-unavailable"


def test_takes_folders_of_others(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "encoder_model.onnx").write_bytes(b"e")
    (folder / "decoder_model_merged.onnx").write_bytes(b"d")
    with running(Settings(cache=settings.cache, model_paths=(folder,))) as client:
        assert entry(client, "mine")["backend"] == "moonshine"
        assert client.get(f"/models/{folder}").json["id"] == str(folder)
        body = form(("parameters", json.dumps({"model": str(folder)})), file=TALK)
        assert client.post_form(TASK, body).lines[-1]["model"] == str(folder)
        assert client.send("DELETE", "/models/mine").status == 404
    assert folder.exists()


@pytest.mark.parametrize("name", ["..", ".whisper-tiny.part", "a/../../b", "%2e%2e", "nul%00l"])
def test_does_not_leave_its_cache(client: Client, cache: Path, name: str) -> None:
    (cache.parent / "model.bin").write_bytes(b"not yours")
    assert client.send("DELETE", f"/models/{name}").status in (400, 404, 405)
    assert (cache.parent / "model.bin").exists()
