"""The name that somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

MAX_QUOTED = 80


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """`did you mean "base"?`, or the list of what there is."""
    names = list(known)
    found = get_close_matches(given[:MAX_QUOTED].lower(), names, n=1, cutoff=0.6)
    return f'did you mean "{found[0]}"?' if found else f"known: {', '.join(names)}"


def quoted(text: str) -> str:
    """Shortened, because callers may send a megabyte where a name belongs."""
    return f'"{text[:MAX_QUOTED]}…"' if len(text) > MAX_QUOTED else f'"{text}"'
