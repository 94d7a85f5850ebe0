/** A box of an MP4 file: its length, its name of four characters, and what is in it. */
export function box(name: string, ...content: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.reduce((sum, { length }) => sum + length, 0));
  head.write(name, 4, 'latin1');
  return Buffer.concat([head, ...content]);
}

/** A box that begins with a version of 0 and flags. */
export function fullBox(name: string, flags: number, ...content: readonly Buffer[]): Buffer {
  return box(name, u32(flags), ...content);
}

/** Numbers of 32 bits, the highest byte first. */
export function u32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeUInt32BE(value, index * 4));
  return bytes;
}

/** Numbers of 16 bits, the highest byte first. */
export function u16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => bytes.writeUInt16BE(value, index * 2));
  return bytes;
}

/** Characters of one byte each. */
export function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
