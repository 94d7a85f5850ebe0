import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { makeTar, paxEntry } from '@mediaconduit/testkit';
import { readArchive, type PackedArchive } from './read-archive';

const MIB = 1024 ** 2;
const RUNS = process.env['TORTURE'] ? 50_000 : 300;

interface Found {
  readonly entries: readonly object[];
  readonly bytes: number;
  readonly isFaulty: boolean;
}

async function read(archive: PackedArchive): Promise<Found> {
  const entries: object[] = [];
  let bytes = 0;
  let isFaulty = false;
  await readArchive(archive, {
    onEntry: (entry) => {
      const content: Buffer[] = [];
      const { mode, path, size, type } = entry;
      entries.push({ content, mode, path, size, type });
      entry.on('data', (chunk) => content.push(chunk));
    },
    onFault: () => (isFaulty = true),
    onBytes: (count) => (bytes += count),
    isDone: () => isFaulty,
  });
  return { entries, bytes, isFaulty };
}

const streamed = (bytes: Buffer): PackedArchive => ({
  sizeBytes: bytes.length,
  open: () => Readable.from([bytes.subarray(0, 100), bytes.subarray(100)]),
});

/** One byte is another one, or the end is missing, or there is more of it. */
const changes = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  kind: fc.constantFrom('none', 'flip', 'cut', 'append', 'twice'),
  bits: fc.integer({ min: 1, max: 255 }),
});

type Change = typeof changes extends fc.Arbitrary<infer Value> ? Value : never;

function change(bytes: Buffer, { at, bits, kind }: Change): Buffer {
  const place = Math.floor(at * bytes.length);
  if (kind === 'cut') return bytes.subarray(0, place);
  if (kind === 'append') return Buffer.concat([bytes, Buffer.alloc(place, bits % 3)]);
  if (kind === 'twice') return Buffer.concat([bytes, bytes]);
  const changed = Buffer.from(bytes);
  if (kind === 'flip') changed.writeUInt8(changed.readUInt8(place) ^ bits, place);
  return changed;
}

describe('readArchive', () => {
  const tar = makeTar([
    { name: 'package/package.json', content: '{}' },
    paxEntry({ path: `package/${'long/'.repeat(30)}name` }),
    { name: 'package/a', content: 'x'.repeat(1000) },
    { name: 'package/empty', type: '5' },
  ]);

  it('finds the same in memory as in a stream, whatever it is given', async () => {
    await fc.assert(
      fc.asyncProperty(changes, changes, async (ofTar, ofGzip) => {
        const bytes = change(gzipSync(change(tar, ofTar)), ofGzip);
        const inMemory = await read({ ...streamed(bytes), bytes });
        const inPieces = await read(streamed(bytes));
        expect(inMemory.isFaulty).toBe(inPieces.isFaulty);
        if (!inMemory.isFaulty) expect(inMemory).toEqual(inPieces);
      }),
      { numRuns: RUNS },
    );
  });

  it.each([
    ['16 MiB', 16 * MIB, 0],
    ['a block more', 16 * MIB + 512, 1],
  ])('holds all of an archive of %s: %d bytes', async (_what, unpackedBytes, streams) => {
    const content = Buffer.concat([randomBytes(MIB), Buffer.alloc(unpackedBytes - MIB - 512 - 1024)]);
    const bytes = gzipSync(makeTar([{ name: 'package/a', content }]));
    const open = jest.fn(() => streamed(bytes).open());
    const found = await read({ sizeBytes: bytes.length, bytes, open });
    expect(found).toMatchObject({ bytes: unpackedBytes, isFaulty: false, entries: [{ size: content.length }] });
    expect(open).toHaveBeenCalledTimes(streams);
  });

  it('unpacks only once, however little comes first', async () => {
    const packed = gzipSync(tar);
    const open = (): Readable => Readable.from([gzipSync(packed.subarray(0, 1)), gzipSync(packed.subarray(1))]);
    expect(await read({ sizeBytes: 1000, open })).toMatchObject({ entries: [], isFaulty: true });
  });

  it('passes on what the stream says', async () => {
    const open = (): Readable =>
      new Readable({
        read() {
          this.destroy(new Error('no such disk'));
        },
      });
    await expect(read({ sizeBytes: 1, open })).rejects.toThrow('no such disk');
  });
});
