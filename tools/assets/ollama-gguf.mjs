const MAGIC = 0x46554747;
const VERSION = 3;
const ALIGNMENT = 32;
const TYPES = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9 };
const F32 = 0;

/**
 * The bytes of a GGUF file. `metadata` is a list of `[key, type, value]`, where a type is one of uint32, int32, float32,
 * bool, string or a list of one of them (`['string']`); `tensors` is a list of `{ name, shape, values }` with the
 * dimension that varies fastest first and a Float32Array.
 */
export function encodeGguf(metadata, tensors) {
  const head = [uint32(MAGIC), uint32(VERSION), uint64(tensors.length), uint64(metadata.length)];
  for (const [key, type, value] of metadata) head.push(text(key), typed(type, value));
  let offset = 0;
  for (const { name, shape, values } of tensors) {
    head.push(text(name), uint32(shape.length), ...shape.map(uint64), uint32(F32), uint64(offset));
    offset = aligned(offset + values.byteLength);
  }
  const start = Buffer.concat(head);
  return Buffer.concat([pad(start), ...tensors.map(({ values }) => pad(bytesOf(values)))]);
}

function typed(type, value) {
  if (!Array.isArray(type)) return Buffer.concat([uint32(TYPES[type]), plain(type, value)]);
  const [of] = type;
  const members = value.map((member) => plain(of, member));
  return Buffer.concat([uint32(TYPES.array), uint32(TYPES[of]), uint64(value.length), ...members]);
}

function plain(type, value) {
  if (type === 'string') return text(value);
  if (type === 'bool') return Buffer.from([value ? 1 : 0]);
  const bytes = Buffer.alloc(4);
  if (type === 'float32') bytes.writeFloatLE(value);
  else if (type === 'int32') bytes.writeInt32LE(value);
  else bytes.writeUInt32LE(value);
  return bytes;
}

function text(value) {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([uint64(bytes.length), bytes]);
}

function uint32(value) {
  return plain('uint32', value);
}

function uint64(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function bytesOf(values) {
  const bytes = Buffer.alloc(values.byteLength);
  values.forEach((value, index) => bytes.writeFloatLE(value, index * 4));
  return bytes;
}

const aligned = (size) => Math.ceil(size / ALIGNMENT) * ALIGNMENT;
const pad = (bytes) => Buffer.concat([bytes, Buffer.alloc(aligned(bytes.length) - bytes.length)]);
