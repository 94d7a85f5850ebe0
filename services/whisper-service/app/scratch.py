"""The folder for files that are being worked on. It holds nothing longer than a request."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

PREFIX = "mediaconduit-whisper-"


class Scratch:
    """A folder of this process under the system's temporary folder. What a killed process left is removed at the start
    of the next."""

    def __init__(self, parent: Path | None = None) -> None:
        self._parent = parent or Path(tempfile.gettempdir())
        self._numbers = itertools.count(1)
        self._folder: Path | None = None

    def open(self) -> None:
        for folder in self._parent.glob(f"{PREFIX}*"):
            if not _is_alive(folder.name.removeprefix(PREFIX).split("-")[0]):
                shutil.rmtree(folder, ignore_errors=True)
        self._folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=self._parent))

    def close(self) -> None:
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    @contextlib.contextmanager
    def file(self) -> Iterator[Path]:
        """A path for one file, which is removed at the end. Its name has nothing to do with what the client said."""
        assert self._folder
        path = self._folder / str(next(self._numbers))
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)


def _is_alive(pid: str) -> bool:
    """Also true for what is no number: that is not ours. In a container every start has the same number."""
    if not pid.isdigit():
        return True
    if int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
