import type { MediaType } from './media-type';

/** Characters (Latin-1) that must stand at an offset. */
type Mark = readonly [at: number, characters: string];

interface Signature extends MediaType {
  readonly marks: readonly Mark[];
}

const signature = (mimeType: string, extension: string, ...marks: readonly Mark[]): Signature => ({
  mimeType,
  extension,
  marks,
});

const OGG: Mark = [0, 'OggS'];
const EBML = '\x1aE\xdf\xa3';

/**
 * What magic-bytes.js does not know, or knows only as a container that holds sound as well as pictures. A first match
 * wins, before anything that magic-bytes.js says.
 */
const SIGNATURES: readonly Signature[] = [
  signature('audio/mp4', 'm4a', [4, 'ftypM4A']),
  signature('audio/mp4', 'm4b', [4, 'ftypM4B']),
  signature('video/mp4', 'm4v', [4, 'ftypM4V']),
  signature('video/3gpp', '3gp', [4, 'ftyp3gp']),
  signature('image/heif', 'heic', [4, 'ftyphei']),
  signature('image/avif', 'avif', [4, 'ftypavis']),
  signature('audio/ogg', 'opus', OGG, [28, 'OpusHead']),
  signature('audio/ogg', 'ogg', OGG, [28, '\x01vorbis']),
  signature('audio/ogg', 'ogg', OGG, [28, '\x7fFLAC']),
  signature('audio/ogg', 'spx', OGG, [28, 'Speex']),
  signature('video/ogg', 'ogv', OGG, [28, '\x80theora']),
  signature('video/x-flv', 'flv', [0, 'FLV\x01']),
  signature('video/mp2t', 'ts', [0, 'G'], [188, 'G'], [376, 'G']),
  signature('audio/amr', 'amr', [0, '#!AMR']),
  signature('audio/x-caf', 'caf', [0, 'caff\0']),
  signature('audio/x-aiff', 'aifc', [0, 'FORM'], [8, 'AIFC']),
  signature('image/jxl', 'jxl', [0, '\xff\x0a']),
  signature('image/jxl', 'jxl', [4, 'JXL \r\n\x87\n']),
  signature('image/vnd.adobe.photoshop', 'psd', [0, '8BPS']),
  signature('model/gltf-binary', 'glb', [0, 'glTF']),
  signature('model/ply', 'ply', [0, 'ply\n']),
  signature('model/ply', 'ply', [0, 'ply\r\n']),
  signature('application/vnd.autodesk.fbx', 'fbx', [0, 'Kaydara FBX Binary']),
];

/** The type of a container that carries its real type inside, or of a format that the library lacks. */
export function matchExtraSignature(latin1: string): MediaType | undefined {
  const found = SIGNATURES.find((each) => each.marks.every(([at, characters]) => latin1.startsWith(characters, at)));
  if (found) return { mimeType: found.mimeType, extension: found.extension };
  return latin1.startsWith(EBML) ? matroska(latin1) : undefined;
}

/** The document type is an element of the first header; its place varies with the elements before it. */
function matroska(latin1: string): MediaType {
  const webm = latin1.slice(0, 128).includes('\x42\x82\x84webm');
  return webm ? { mimeType: 'video/webm', extension: 'webm' } : { mimeType: 'video/x-matroska', extension: 'mkv' };
}
