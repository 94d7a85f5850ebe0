import { gzipSync } from 'node:zlib';

/** One entry of an archive as its header says it, however senseless. */
export interface TestEntry {
  readonly name: string;
  readonly content?: string | Buffer;
  /** `0` file, `1` hard link, `2` symbolic link, `5` folder, `x` pax header, `L` GNU long name. */
  readonly type?: string;
  readonly mode?: number;
  readonly link?: string;
  /** What the header claims, if it lies. */
  readonly size?: number;
  readonly badChecksum?: boolean;
}

/** A tar, made byte by byte: libraries refuse to write what is tested here. */
export function makeTar(entries: readonly TestEntry[], end: Buffer = Buffer.alloc(1024)): Buffer {
  return Buffer.concat([...entries.flatMap(entryBlocks), end]);
}

/** A package as npm packs it: every file below `package/`. */
export function makeTarball(files: Readonly<Record<string, string | Buffer>>): Buffer {
  return gzipSync(makeTar(Object.entries(files).map(([name, content]) => ({ name: `package/${name}`, content }))));
}

/** A pax header, which speaks of the entry after it. */
export function paxEntry(records: Readonly<Record<string, string>>, type = 'x'): TestEntry {
  return { name: 'PaxHeader', type, content: Object.entries(records).map(paxRecord).join('') };
}

function paxRecord([key, value]: [string, string]): string {
  const rest = ` ${key}=${value}\n`;
  const guess = Buffer.byteLength(rest) + String(Buffer.byteLength(rest)).length;
  const length = Buffer.byteLength(rest) + String(guess).length;
  return `${length}${rest}`;
}

function entryBlocks({ content = '', ...entry }: TestEntry): Buffer[] {
  const data = Buffer.from(content);
  return [headerOf(entry, data.length), data, Buffer.alloc((512 - (data.length % 512)) % 512)];
}

function headerOf(entry: Omit<TestEntry, 'content'>, length: number): Buffer {
  const { name, type = '0', mode = 0o644, link = '', size = length, badChecksum = false } = entry;
  const header = Buffer.alloc(512);
  const octal = (value: number, at: number, digits: number): void =>
    void header.write(`${value.toString(8).padStart(digits - 1, '0')}\0`, at);
  header.write(name, 0, 100);
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(link, 157, 100);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, badChecksum ? 7 : 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
