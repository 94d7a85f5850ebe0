import type { MediaFacts } from './media-facts';

const HEADER_BYTES = 12;
const CHUNK_HEAD_BYTES = 8;

/** Counts the meshes of a binary glTF whose length is the one that it says; nothing of anything else. */
export function measureGlb(bytes: Uint8Array): Pick<MediaFacts, 'meshes'> {
  const glb = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (glb.length < HEADER_BYTES + CHUNK_HEAD_BYTES || glb.toString('latin1', 0, 4) !== 'glTF') return {};
  if (glb.readUInt32LE(8) !== glb.length) return {};
  const start = HEADER_BYTES + CHUNK_HEAD_BYTES;
  try {
    const scene: unknown = JSON.parse(glb.toString('utf8', start, start + glb.readUInt32LE(HEADER_BYTES)));
    const meshes = (scene as { readonly meshes?: unknown } | null)?.meshes ?? [];
    return Array.isArray(meshes) ? { meshes: meshes.length } : {};
  } catch {
    return {}; // the scene is no JSON
  }
}
