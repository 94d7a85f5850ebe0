"""Reads `multipart/form-data` as it comes: fields into memory, the one file onto the disk."""

from __future__ import annotations

import asyncio
import contextlib
import errno
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from .faults import Fault
from .settings import Settings

LONGEST_FIELD = 1024 * 1024
MOST_PARTS = 100


@dataclass
class Form:
    """A received form; of fields with one name the last counts, lists are kept in `lists`."""

    fields: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    file_name: str | None = None
    size: int = 0


@dataclass
class _Part:
    name: str = ""
    file: bool = False
    data: bytearray = field(default_factory=bytearray)


class FormReader:
    """`on_file` is called with what came before the file, so that a wrong option is refused before it is received."""

    def __init__(self, path: Path, settings: Settings, on_file: Callable[[Form], None]) -> None:
        self._path, self._on_file = path, on_file
        self._max_bytes, self._idle_seconds = settings.max_input_bytes, settings.idle_seconds
        self._form = Form()
        self._part = _Part()
        self._header = ("", bytearray(), bytearray())
        self._disposition = b""
        self._out: BinaryIO | None = None
        self._ended = False
        self._parts = 0

    async def read(self, request: Request) -> Form:
        """Raises Fault; the file at `path` is the caller's to remove."""
        parser = self._parser(request)
        try:
            async with contextlib.aclosing(request.stream()) as chunks:
                while (chunk := await self._next(chunks)) is not None:
                    parser.write(chunk)
        except FormParserError as error:
            raise Fault("invalid-body", f"the form cannot be read: {error}") from None
        except OSError as error:
            raise _disk_fault(error) from error
        finally:
            if self._out:
                self._out.close()
        if not self._ended:
            raise Fault("invalid-body", "the form is cut off")
        if self._form.file_name is None:
            raise Fault("invalid-body", "the form has no file", param="file", hint="send the audio as the part file")
        if self._form.size == 0:
            raise Fault("invalid-input", "the file is empty")
        return self._form

    async def _next(self, chunks: AsyncIterator[bytes]) -> bytes | None:
        try:
            async with asyncio.timeout(self._idle_seconds):
                return await anext(chunks, None)
        except TimeoutError:
            raise Fault("request-timeout", f"no byte of the body came for {self._idle_seconds:g} s") from None

    def _parser(self, request: Request) -> MultipartParser:
        kind, parameters = parse_options_header(request.headers.get("content-type", ""))
        boundary = parameters.get(b"boundary")
        if kind != b"multipart/form-data" or not boundary:
            raise Fault(
                "unsupported-type", f"this takes multipart/form-data, not {kind.decode('latin-1') or 'nothing'}"
            )
        announced = request.headers.get("content-length", "")
        if announced.isdigit() and int(announced) > self._max_bytes + LONGEST_FIELD:
            raise self._too_large()
        callbacks = {
            "on_part_begin": self._begin_part,
            "on_header_begin": lambda: self._header[1].clear() or self._header[2].clear(),
            "on_header_field": lambda data, start, end: self._header[1].extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._header[2].extend(data[start:end]),
            "on_header_end": self._end_header,
            "on_headers_finished": self._open_part,
            "on_part_data": self._take,
            "on_part_end": self._end_part,
            "on_end": self._end,
        }
        try:
            return MultipartParser(boundary, callbacks)
        except FormParserError as error:
            raise Fault("invalid-body", f"the form cannot be read: {error}") from None

    def _begin_part(self) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise Fault("invalid-body", f"the form has more than {MOST_PARTS} parts")
        self._part = _Part()
        self._disposition = b""

    def _end_header(self) -> None:
        if bytes(self._header[1]).lower() == b"content-disposition":
            self._disposition = bytes(self._header[2])

    def _open_part(self) -> None:
        _, parameters = parse_options_header(self._disposition)
        self._part.name = parameters.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" not in parameters:
            return
        if self._form.file_name is not None:
            raise Fault("invalid-body", "the form has more than one file", hint="send one file at a time")
        self._form.file_name = parameters[b"filename"].decode("utf-8", "replace")
        self._part.file = True
        self._on_file(self._form)
        self._out = self._path.open("xb")

    def _take(self, data: bytes, start: int, end: int) -> None:
        if self._part.file and self._out:
            self._form.size += end - start
            if self._form.size > self._max_bytes:
                raise self._too_large()
            self._out.write(memoryview(data)[start:end])
            return
        self._part.data.extend(data[start:end])
        if len(self._part.data) > LONGEST_FIELD:
            raise Fault("body-too-large", f"the field {self._part.name[:80]} is larger than {LONGEST_FIELD} bytes")

    def _end_part(self) -> None:
        if self._part.file:
            return
        try:
            text = self._part.data.decode("utf-8")
        except UnicodeDecodeError:
            raise Fault("invalid-body", f"the field {self._part.name[:80]} is not UTF-8") from None
        self._form.fields[self._part.name] = text
        self._form.lists.setdefault(self._part.name, []).append(text)

    def _end(self) -> None:
        self._ended = True

    def _too_large(self) -> Fault:
        return Fault(
            "input-too-large",
            f"the file is larger than {self._max_bytes} bytes",
            hint="send a shorter or compressed file, or raise WHISPER_MAX_INPUT_BYTES",
            maxInputBytes=self._max_bytes,
        )


def _disk_fault(error: OSError) -> Fault:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Fault(
            "no-space", "there is no space for the file in the temporary folder", hint="let TMPDIR name another"
        )
    return Fault("internal", "the file cannot be written")
