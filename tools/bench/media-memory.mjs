// How far the memory of a process grows while 100 MB pass through a media value.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { interleaved, median, spread } from './statistics.mjs';
import { judged } from './verdict.mjs';

const SIZE_BYTES = 100 * 1024 * 1024;
const ROUNDS = { rounds: 9, warmUp: 1 };
const MIB = 1024 * 1024;

export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'mediaconduit-bench-'));
  const source = join(folder, 'source.mp4');
  writeFileSync(source, Buffer.alloc(SIZE_BYTES, 7));
  const server = fork(join(import.meta.dirname, 'media-server.mjs'), [source]);
  try {
    const [url] = await once(server, 'message');
    const copy = (way, from) => () => grow(way, from, join(folder, way));
    const grown = await interleaved(
      { file: copy('file', source), download: copy('download', url), upload: copy('upload', [url, source]) },
      ROUNDS,
    );
    return [fileMeasure(grown), httpMeasure(grown)];
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** MiB that one process grew by. */
async function grow(way, from, target) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'pass-media.mjs'), way, target, ...[from].flat()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0 || statSync(target).size !== SIZE_BYTES) throw new Error(`${way} did not pass all bytes`);
  return Number(said) / MIB;
}

function fileMeasure({ file }) {
  return judged({
    measure: '100 MB from file to file through a media value: growth of memory',
    figure: spread(file, 1, ' MiB'),
    target: '≤ 32 MiB',
    value: median(file),
    most: 32,
    details: [
      `${ROUNDS.rounds} processes: Video.fromFile(…).saveToFile(…), peak of the resident set over before the call`,
    ],
  });
}

function httpMeasure({ download, upload }) {
  return judged({
    measure: '100 MB over HTTP through a media value: growth of memory',
    figure: `${spread(download, 1, ' MiB')} down, ${spread(upload, 1, ' MiB')} up`,
    target: '≤ 64 MiB',
    value: Math.max(median(download), median(upload)),
    most: 64,
    details: [
      `${ROUNDS.rounds} processes each; the server is a process of its own`,
      `Video.fromUrl(…).saveToFile(…): ${spread(download, 1, ' MiB')}`,
      `Video.fromFile(…).stream() as the body of service.request(): ${spread(upload, 1, ' MiB')}`,
    ],
  });
}
