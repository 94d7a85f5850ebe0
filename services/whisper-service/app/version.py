"""The version of the service, as its package says it."""

from __future__ import annotations

import json
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent / "package.json"

VERSION: str = json.loads(_PACKAGE.read_text())["version"] if _PACKAGE.is_file() else "0.0.0"
