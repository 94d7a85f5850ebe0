/** What a scene holds. */
export interface GlbOptions {
  /** Length of the legs of the triangle. Default 1. */
  readonly size?: number;
}

const HEADER_BYTES = 12;
const FLOAT = 5126;
const VERTICES = 34_962;

/** A binary glTF 2.0 with one triangle. */
export function createGlb({ size = 1 }: GlbOptions = {}): Buffer {
  const corners = new Float32Array([0, 0, 0, size, 0, 0, 0, size, 0]);
  const positions = Buffer.from(corners.buffer);
  const json = chunk('JSON', Buffer.from(JSON.stringify(sceneOf(positions.length, size))), ' ');
  const binary = chunk('BIN\0', positions, '\0');
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('glTF', 'latin1');
  header.writeUInt32LE(2, 4);
  header.writeUInt32LE(HEADER_BYTES + json.length + binary.length, 8);
  return Buffer.concat([header, json, binary]);
}

function sceneOf(byteLength: number, size: number): object {
  return {
    asset: { version: '2.0', generator: 'mediaconduit' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0 }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
    accessors: [{ bufferView: 0, componentType: FLOAT, count: 3, type: 'VEC3', min: [0, 0, 0], max: [size, size, 0] }],
    bufferViews: [{ buffer: 0, byteLength, target: VERTICES }],
    buffers: [{ byteLength }],
  };
}

/** Its length is a multiple of four. */
function chunk(type: string, content: Buffer, filling: string): Buffer {
  const padding = Buffer.from(filling.repeat((4 - (content.length % 4)) % 4), 'latin1');
  const head = Buffer.alloc(8);
  head.writeUInt32LE(content.length + padding.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content, padding]);
}
