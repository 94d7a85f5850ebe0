"""Requests as clients send them."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

BOUNDARY = "b0undary"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]


def form(
    *parts: tuple[str, str | bytes],
    file: bytes | None = b"",
    file_field: str = "file",
    name: str = "a.wav",
    after: Sequence[tuple[str, str]] = (),
) -> bytes:
    body = b"".join(_field(key, value) for key, value in parts)
    if file is not None:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{file_field}"; filename="{name}"\r\n\r\n'
        body += head.encode() + file + b"\r\n"
    body += b"".join(_field(key, value) for key, value in after)
    return body + f"--{BOUNDARY}--\r\n".encode()


def _field(name: str, value: str | bytes) -> bytes:
    data = value.encode() if isinstance(value, str) else value
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + data + b"\r\n"


def read_until(connection: socket.socket, mark: bytes) -> bytes:
    """What came up to the mark, and perhaps more."""
    received = b""
    while mark not in received:
        chunk = connection.recv(65_536)
        assert chunk, f"the connection ended before {mark!r}"
        received += chunk
    return received


def read_to_end(connection: socket.socket) -> bytes:
    """All that comes until the other side closes or cuts the connection."""
    received = bytearray()
    with contextlib.suppress(ConnectionResetError):
        while chunk := connection.recv(65_536):
            received += chunk
    return bytes(received)


@dataclass
class Client:
    port: int

    def send(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body or None, headers or {})
            reply = connection.getresponse()
            return Answer(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
        finally:
            connection.close()

    def get(self, path: str) -> Answer:
        return self.send("GET", path)

    def post_form(self, path: str, body: bytes) -> Answer:
        return self.send("POST", path, body, {"content-type": f"multipart/form-data; boundary={BOUNDARY}"})

    def open(self, path: str, body: bytes, sent: int | None = None, receive_buffer: int | None = None) -> socket.socket:
        """Sends a form, or so many bytes of it, and leaves the connection open."""
        connection = socket.socket()
        connection.settimeout(60)
        if receive_buffer is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        connection.connect(("127.0.0.1", self.port))
        head = (
            f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n"
        )
        connection.sendall(head.encode() + body[:sent])
        return connection

    def metric(self, name: str) -> float:
        line = next(line for line in self.get("/metrics").text.splitlines() if line.startswith(f"{name} "))
        return float(line.split()[1])
