from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.options import Options
from app.settings import SettingError, Settings, read_settings
from app.subtitles import timestamp

from .form import Client
from .running import FAKE_WORKER, eventually, running

SERVICE = Path(__file__).parent.parent


def test_tells_what_it_is(client: Client) -> None:
    about = client.get("/").json
    assert (about["service"], about["contract"], about["openapi"]) == ("whisper-service", "1", "/openapi.json")
    assert {
        "method": "POST",
        "path": "/asr",
        "summary": "Speech to text for clients of the older whisper service",
    } in about["tasks"]


@pytest.mark.parametrize("path", ["/health", "/health/ready"])
def test_is_healthy_and_says_on_what_device_and_why(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status, answer.json["status"], answer.json["service"]) == (200, "healthy", "whisper-service")
    assert answer.json["checks"] == {"ready": "ready", "device": "cpu: it is a fake"}
    assert client.get("/health/live").json == {"status": "alive"}


def test_says_why_it_never_gets_ready(settings: Settings) -> None:
    with running(settings, [*FAKE_WORKER, "unusable"]) as client:
        answer = client.get("/health/ready")
        assert (answer.status, answer.json["status"]) == (503, "unhealthy")
        assert answer.json["checks"]["ready"] == "there is no model here"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "unknown-route"),
        ("GET", "/asr", 405, "unknown-method"),
        ("PUT", "/", 405, "unknown-method"),
    ],
)
def test_refuses_other_routes(client: Client, method: str, path: str, status: int, code: str) -> None:
    answer = client.send(method, path)
    assert (answer.status, answer.json["code"]) == (status, code)


def test_describes_its_routes(client: Client) -> None:
    document = client.get("/openapi.json").json
    assert document["openapi"] == "3.1.0"
    task = document["paths"]["/v1/tasks/audio-to-text"]["post"]["requestBody"]["content"]["multipart/form-data"][
        "schema"
    ]
    assert set(task["properties"]["parameters"]["properties"]) == set(Options.__dataclass_fields__)
    assert {"/", "/health", "/metrics", "/models", "/models/{id}", "/v1/models", "/asr"} <= set(document["paths"])


def test_counts_requests_also_those_without_a_route(client: Client) -> None:
    client.get("/made-up")
    client.get("/health/live")
    text = client.get("/metrics").text
    assert 'mediaconduit_service_requests_total{method="GET",route="/health/live",code="200"} 1' in text
    assert 'mediaconduit_service_requests_total{method="",route="",code="404"} 1' in text
    assert "mediaconduit_service_requests_in_flight 1" in text


def test_gives_the_request_id_back(client: Client) -> None:
    assert client.send("GET", "/", headers={"x-request-id": "r-1"}).headers["x-request-id"] == "r-1"


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0, "00:00:00,000"), (3661.0015, "01:01:01,002"), (59.9999, "00:01:00,000")]
)
def test_writes_times(seconds: float, expected: str) -> None:
    assert timestamp(seconds, ",") == expected


def test_reads_its_settings() -> None:
    settings = read_settings({"PORT": "0", "WHISPER_CACHE": "/c", "WHISPER_MODEL_PATH": f"/a{os.pathsep}/b"})
    assert (settings.port, settings.cache, settings.default_model) == (0, Path("/c"), "/a")
    assert read_settings({"XDG_CACHE_HOME": "/x"}).cache == Path("/x/mediaconduit-whisper")
    hub = read_settings({"HF_ENDPOINT": "https://hub.test/", "HF_TOKEN": " hf_secret "})
    assert (hub.hub_endpoint, hub.hub_token) == ("https://hub.test", "hf_secret")
    assert "hf_secret" not in repr(hub)


def test_takes_an_empty_variable_for_none() -> None:
    names = [*documented_variables(), "XDG_CACHE_HOME"]
    assert read_settings(dict.fromkeys(names, "")) == read_settings({})


def test_documents_what_goes_into_a_container_and_a_process() -> None:
    fixed = {"PORT", "HOST", "MEDIACONDUIT_LISTEN_FD", "WHISPER_CACHE"}
    compose = (SERVICE / "docker-compose.yml").read_text()
    passed = re.findall(r"^ +- ([A-Z_]+)$", compose, re.MULTILINE)
    assert sorted(passed) == sorted(set(documented_variables()) - fixed)
    inherited = (SERVICE / "MediaConduit.service.yml").read_text().split("inherit: [")[1].split("]")[0].split(", ")
    assert {name for name in passed if not name.startswith("WHISPER_")} <= set(inherited)


def documented_variables() -> list[str]:
    rows = re.findall(r"^\| (`[A-Z].*?) +\|", (SERVICE / "README.md").read_text(), re.MULTILINE)
    return [name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "http", 'PORT must be a whole number from 0 to 65535, not "http"'),
        ("PORT", "65536", "PORT must be"),
        ("WHISPER_DEVICE", "tpu", "WHISPER_DEVICE must be one of auto, cpu, cuda"),
        ("MEDIACONDUIT_LISTEN_FD", "1", "MEDIACONDUIT_LISTEN_FD must be"),
        ("HF_TOKEN", "hf_a\nhf_b", "HF_TOKEN must be one word of ASCII letters"),
    ],
)
def test_refuses_settings_that_mean_nothing(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingError, match=said):
        read_settings({name: value})


@contextmanager
def program(environment: dict[str, str], **options: object) -> Iterator[subprocess.Popen[str]]:
    inherited = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "TMPDIR")}
    with subprocess.Popen(
        [sys.executable, "-m", "app"],
        cwd=SERVICE,
        env=inherited | environment,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def port_of(process: subprocess.Popen[str]) -> int:
    line = process.stderr.readline()
    return int(line.strip().rsplit(":", 1)[1])


def status_of(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def test_listens_on_an_inherited_socket_and_ends_with_0(tmp_path: Path) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        environment = {
            "MEDIACONDUIT_LISTEN_FD": str(bound.fileno()),
            "WHISPER_CACHE": str(tmp_path),
            "TMPDIR": str(tmp_path),
        }
        with program(environment, pass_fds=[bound.fileno()]) as process:
            assert port_of(process) == bound.getsockname()[1]
            eventually(lambda: status_of(bound.getsockname()[1], "/health/ready") == 200, 60)
            assert list(tmp_path.glob("mediaconduit-whisper-*"))
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
            assert not list(tmp_path.glob("mediaconduit-whisper-*"))


def test_takes_its_worker_along_when_it_is_killed(tmp_path: Path) -> None:
    with program({"PORT": "0", "WHISPER_CACHE": str(tmp_path), "TMPDIR": str(tmp_path)}) as process:
        port = port_of(process)
        eventually(lambda: status_of(port, "/health/ready") == 200, 60)
        found = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=True)
        (worker,) = map(int, found.stdout.split())
        process.kill()
        process.wait()
        eventually(lambda: not is_alive(worker))
        left = list(tmp_path.glob("mediaconduit-whisper-*"))
        assert len(left) == 1
    with program({"PORT": "0", "WHISPER_CACHE": str(tmp_path), "TMPDIR": str(tmp_path)}) as process:
        eventually(lambda: not left[0].exists())


def test_says_in_one_line_why_it_cannot_start() -> None:
    with program({"PORT": "http"}) as process:
        assert process.stderr.read() == 'PORT must be a whole number from 0 to 65535, not "http"\n'
        assert process.wait() == 1
