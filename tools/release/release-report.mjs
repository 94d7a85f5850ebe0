import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../dev/workspace.mjs';

const HEAD = ['package', 'version', 'tag', 'files', 'packed', 'unpacked'];
const NUMERIC_FROM = 3;

/** Adds to each package what its tarball holds, as the check of packages has found it. */
export function withContents(rows) {
  return rows.map(({ name, folder, version, latest, gitTag }) => {
    const { packedBytes, files } = JSON.parse(readFileSync(join(root, folder, '.cache', 'pack.json'), 'utf8'));
    const unpackedBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
    return { name, folder, from: latest, version, gitTag, packedBytes, unpackedBytes, files };
  });
}

/** One line for each package, and one for each of its files when `listsFiles`. */
export function releaseTable(rows, { distTag, listsFiles }) {
  const cells = [HEAD, ...rows.map((row) => cellsOf(row, distTag))];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((line) => line[column].length)));
  const lines = cells.map((line) =>
    line
      .map((cell, column) => pad(cell, widths[column], column))
      .join('  ')
      .trimEnd(),
  );
  const [head, ...body] = lines;
  return [head, ...body.flatMap((line, index) => [line, ...(listsFiles ? fileLines(rows[index]) : [])])].join('\n');
}

function cellsOf({ name, from, version, files, packedBytes, unpackedBytes }, distTag) {
  const versions = from ? `${from} → ${version}` : `new: ${version}`;
  return [name, versions, distTag, String(files.length), kib(packedBytes), kib(unpackedBytes)];
}

function fileLines({ files }) {
  return files.map(({ path, bytes }) => `    ${path}  ${kib(bytes)}`);
}

function kib(bytes) {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}

function pad(text, width, column) {
  return column < NUMERIC_FROM ? text.padEnd(width) : text.padStart(width);
}
