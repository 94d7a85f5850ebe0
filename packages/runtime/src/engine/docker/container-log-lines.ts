import { escapeControlCharacters } from '../process/escape-control-characters';
import { LineSplitter } from '../process/line-splitter';

/** Length of the header of a log frame: stream number, three zeros, payload length. */
const HEADER = 8;

/**
 * The lines of a container's log, oldest first, standard output and error in the order they were written. Control
 * characters are shown instead of sent to the reader's terminal.
 */
export function containerLogLines(bytes: Buffer, tail: number): string[] {
  const lines: string[] = [];
  const keep = (line: string): void => void lines.push(escapeControlCharacters(line));
  // A line may be cut between two frames, so every stream is put together apart.
  const streams = new Map<number, LineSplitter>();
  for (const { stream, payload } of frames(bytes)) {
    const splitter = streams.get(stream) ?? new LineSplitter(keep);
    streams.set(stream, splitter);
    splitter.push(payload);
  }
  for (const splitter of streams.values()) splitter.end();
  return tail > 0 ? lines.slice(-tail) : [];
}

function* frames(bytes: Buffer): Generator<{ stream: number; payload: Buffer }> {
  let at = 0;
  while (at + HEADER <= bytes.length) {
    const stream = bytes.readUInt8(at);
    const length = bytes.readUInt32BE(at + 4);
    if (stream > 2) break; // not framed: the container has a terminal
    yield { stream, payload: bytes.subarray(at + HEADER, at + HEADER + length) };
    at += HEADER + length;
  }
  if (at < bytes.length) yield { stream: 1, payload: bytes.subarray(at) };
}
