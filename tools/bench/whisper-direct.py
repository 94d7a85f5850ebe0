"""Transcribes with faster-whisper itself: one file for each line of stdin, one JSON answer for each. Started by
whisper-speech.mjs with the Python of the whisper service."""

import json
import sys
import time

from faster_whisper import WhisperModel

# what the service hands to the library when nobody says anything else
model = WhisperModel(sys.argv[1], device="auto", compute_type="auto", cpu_threads=0)
for line in sys.stdin:
    started = time.perf_counter()
    segments, _ = model.transcribe(line.strip(), beam_size=5, vad_filter=True)
    text = "".join(segment.text for segment in segments).strip()
    print(json.dumps({"ms": (time.perf_counter() - started) * 1000, "text": text}), flush=True)
