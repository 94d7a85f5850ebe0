"""The answer to one request for a transcription: receives the file, transcribes it, and cleans up."""

from __future__ import annotations

import contextlib
from functools import partial
from pathlib import Path

from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send

from .catalogue import Model
from .dialects import Dialect
from .faults import Fault
from .forms import Form, FormReader
from .model_store import ModelStore
from .options import Options
from .replies import ClientGone, FaultReply, while_client_stays
from .scratch import Scratch
from .settings import Settings
from .transcriber import Transcriber


class TranscriptionDesk:
    """What every transcription needs."""

    def __init__(self, settings: Settings, store: ModelStore, transcriber: Transcriber, scratch: Scratch) -> None:
        self.settings, self.store, self.transcriber, self.scratch = settings, store, transcriber, scratch

    def check_early(self, dialect: Dialect, form: Form) -> None:
        """Raises Fault where no field behind the file can mend what those before it say."""
        options = dialect.parse(form)
        if options.model:
            model = self.store.find(options.model)
            if dialect.is_whole(form):
                self.store.require_confirmation(model, options.confirm)

    def check(self, dialect: Dialect, form: Form) -> tuple[Options, Model]:
        """Raises Fault before anything is loaded."""
        options = dialect.parse(form)
        model = self.store.find(options.model)
        self.store.require_confirmation(model, options.confirm)
        return options, model


class TranscriptionReply:
    """An answer of which nothing is known before it is called: it is an ASGI application of its own."""

    def __init__(self, desk: TranscriptionDesk, dialect: Dialect) -> None:
        self._desk, self._dialect = desk, dialect

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        desk = self._desk
        try:
            with desk.transcriber.place(), desk.scratch.file() as path:
                form = await self._receive(Request(scope, receive), path)
                options, model = desk.check(self._dialect, form)
                await while_client_stays(receive, self._transcribe(path, options, model, send))
        except Fault as fault:
            await FaultReply(fault, self._dialect.openai)(scope, receive, send)
        except (ClientDisconnect, ClientGone):
            pass

    async def _receive(self, request: Request, path: Path) -> Form:
        check = partial(self._desk.check_early, self._dialect)
        return await FormReader(path, self._desk.settings, check).read(request)

    async def _transcribe(self, path: Path, options: Options, model: Model, send: Send) -> None:
        async with contextlib.aclosing(self._desk.transcriber.run(path, model, options)) as events:
            await self._dialect.answer(events, options, send)
