"""Sound out of any file, a window at a time: memory does not grow with its length."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import av.audio.fifo
import av.audio.resampler
import numpy as np

from .faults import Fault

SAMPLE_RATE = 16_000
GROUP_SAMPLES = 500_000

# Without playlists and scripts (hls, concat, dash, …): those would make the decoder open other files and addresses.
CONTAINERS = (
    "aac,ac3,aiff,amr,ape,asf,au,avi,caf,eac3,flac,flv,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mp3,mpeg,mpegts,"
    "mpegvideo,ogg,opus,rm,tta,voc,w64,wav,wv"
)


class Sound:
    """The first audio track of a file as mono samples of 16 kHz, read from its beginning to its end."""

    def __init__(self, path: Path, max_seconds: float) -> None:
        self._max_seconds = max_seconds
        self._decoded = 0
        self._buffer = np.empty(0, dtype=np.float32)
        self._ended = False
        self._file = path.open("rb")
        try:
            self._container = self._open()
            self.duration = self._announced_duration()
            self._groups = self._decode()
        except BaseException:
            self._file.close()
            raise

    def close(self) -> None:
        self._container.close()
        self._file.close()

    @property
    def seconds(self) -> float:
        """What was decoded so far."""
        return self._decoded / SAMPLE_RATE

    def window(self, samples: int) -> tuple[np.ndarray, bool]:
        """The next samples without using them up, at most that many, and whether the file ends with them."""
        parts = [self._buffer]
        have = self._buffer.size
        while have <= samples and not self._ended:
            group = next(self._groups, None)
            if group is None:
                self._ended = True
                break
            parts.append(group)
            have += group.size
        self._buffer = np.concatenate(parts) if len(parts) > 1 else self._buffer
        return self._buffer[:samples], self._ended and self._buffer.size <= samples

    def skip(self, samples: int) -> None:
        """Uses samples of the window up."""
        self._buffer = self._buffer[samples:].copy()

    def _open(self) -> av.container.InputContainer:
        try:
            container = av.open(
                self._file, mode="r", metadata_errors="ignore", options={"format_whitelist": CONTAINERS}
            )
        except av.error.FFmpegError as error:
            raise Fault("invalid-input", f"this is no audio or video that can be read: {error.strerror}") from None
        if container.streams.audio:
            return container
        container.close()
        raise Fault("invalid-input", "the file has no audio track", hint="give a file with sound")

    def _announced_duration(self) -> float | None:
        duration = self._container.duration
        seconds = duration / av.time_base if duration else None
        if seconds is not None and seconds > self._max_seconds:
            raise self._too_long(seconds)
        return seconds

    def _decode(self) -> Iterator[np.ndarray]:
        """The same samples as faster_whisper.decode_audio, in pieces."""
        resampler = av.audio.resampler.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        try:
            for frame in self._groups_of_frames():
                for resampled in resampler.resample(frame):
                    yield self._count(resampled.to_ndarray().reshape(-1).astype(np.float32) / 32768.0)
        except av.error.PermissionError:
            raise Fault("invalid-input", "the audio cannot be decoded; it is encrypted") from None
        except (av.error.FFmpegError, ValueError) as error:
            raise Fault("invalid-input", f"the audio cannot be decoded: {error}") from None

    def _groups_of_frames(self) -> Iterator[av.AudioFrame | None]:
        fifo = av.audio.fifo.AudioFifo()
        for frame in self._frames():
            frame.pts = None  # damaged files have times that go back
            fifo.write(frame)
            if fifo.samples >= GROUP_SAMPLES:
                yield fifo.read()
        if fifo.samples > 0:
            yield fifo.read()
        yield None

    def _frames(self) -> Iterator[av.AudioFrame]:
        """Damaged packets are passed over."""
        for packet in self._container.demux(audio=0):
            try:
                yield from packet.decode()
            except av.error.InvalidDataError:
                continue

    def _count(self, samples: np.ndarray) -> np.ndarray:
        self._decoded += samples.size
        if self.seconds > self._max_seconds:
            raise self._too_long(self.seconds)
        return samples

    def _too_long(self, seconds: float) -> Fault:
        return Fault(
            "input-too-large",
            f"the audio lasts at least {seconds:.0f} s, and may last {self._max_seconds:.0f} s",
            hint="split it, or raise WHISPER_MAX_DURATION_SECONDS",
            maxDurationSeconds=self._max_seconds,
        )
