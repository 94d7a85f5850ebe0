"""A transcript in the formats that people ask for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

Segment = Mapping[str, Any]

FORMATS = {
    "text": "text/plain; charset=utf-8",
    "json": "application/json",
    "verbose_json": "application/json",
    "srt": "application/x-subrip; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
}


def render(transcript: Mapping[str, Any], format_name: str) -> str:
    """`transcript` has text, language, duration, task and segments."""
    segments = transcript["segments"]
    match format_name:
        case "srt":
            return to_srt(segments)
        case "vtt":
            return to_vtt(segments)
        case "tsv":
            return to_tsv(segments)
        case "json":
            return json.dumps({"text": transcript["text"], "usage": usage(transcript)}, ensure_ascii=False)
        case "verbose_json":
            return json.dumps(to_verbose(transcript), ensure_ascii=False)
    return transcript["text"]


def usage(transcript: Mapping[str, Any]) -> dict[str, Any]:
    """What OpenAI counts for models that are paid by time."""
    return {"type": "duration", "seconds": transcript["duration"]}


def to_srt(segments: Iterable[Segment]) -> str:
    blocks = (
        f"{number}\n{timestamp(item['start'], ',')} --> {timestamp(item['end'], ',')}\n{_cue_text(item)}\n"
        for number, item in enumerate(segments, start=1)
    )
    return "\n".join(blocks)


def to_vtt(segments: Iterable[Segment]) -> str:
    blocks = (
        f"{timestamp(item['start'], '.')} --> {timestamp(item['end'], '.')}\n{_escaped(_cue_text(item))}\n"
        for item in segments
    )
    return "WEBVTT\n\n" + "\n".join(blocks)


def to_tsv(segments: Iterable[Segment]) -> str:
    rows = (
        f"{round(item['start'] * 1000)}\t{round(item['end'] * 1000)}\t{item['text'].strip().replace(chr(9), ' ')}\n"
        for item in segments
    )
    return "start\tend\ttext\n" + "".join(rows)


def to_verbose(transcript: Mapping[str, Any]) -> dict[str, Any]:
    """OpenAI's verbose_json; words stand beside the segments, as there."""
    words = [word for segment in transcript["segments"] for word in segment.get("words") or []]
    segments = [{key: value for key, value in item.items() if key != "words"} for item in transcript["segments"]]
    return {
        "task": transcript["task"],
        "language": transcript["language"],
        "duration": transcript["duration"],
        "text": transcript["text"],
        "segments": segments,
        **({"words": words} if words else {}),
        "usage": usage(transcript),
    }


def timestamp(seconds: float, mark: str) -> str:
    """`01:02:03,456`; `mark` stands before the milliseconds."""
    rest, milliseconds = divmod(max(0, round(seconds * 1000)), 1000)
    rest, whole = divmod(rest, 60)
    hours, minutes = divmod(rest, 60)
    return f"{hours:02d}:{minutes:02d}:{whole:02d}{mark}{milliseconds:03d}"


def _cue_text(item: Segment) -> str:
    """An arrow would end the cue's timing line, and a blank line the cue."""
    return " ".join(item["text"].replace("-->", "->").split())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
