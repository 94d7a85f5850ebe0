import { matchExtraSignature } from './extra-signatures';
import { looksLikeText } from './looks-like-text';
import { HEAD_BYTES } from './media-source';
import { EMPTY_TYPE, UNKNOWN_TYPE, type MediaType } from './media-type';

/** Types whose bytes are readable text; all other matches on readable text are chance (`GM…`, `BM…`, `ID3 …`). */
const TEXTUAL: ReadonlySet<string> = new Set([
  'application/pdf',
  'application/postscript',
  'application/rtf',
  'application/xml',
  'image/svg+xml',
  'model/ply',
  'text/vtt',
]);

const PLAIN_TEXT: MediaType = Object.freeze({ mimeType: 'text/plain', extension: 'txt' });

/** The spelling that is registered or common, where magic-bytes.js says another. */
const RENAMED: Readonly<Record<string, MediaType>> = {
  'audio/x-wav': { mimeType: 'audio/wav', extension: 'wav' },
  'image/jpeg': { mimeType: 'image/jpeg', extension: 'jpg' },
  'image/x-icon': { mimeType: 'image/vnd.microsoft.icon', extension: 'ico' },
  'video/quicktime': { mimeType: 'video/quicktime', extension: 'mov' },
};

/** The type that the first bytes show. Never throws, whatever the bytes are. */
export function sniffType(bytes: Uint8Array): MediaType {
  if (bytes.length === 0) return EMPTY_TYPE;
  const head = bytes.subarray(0, HEAD_BYTES);
  const found = matchExtraSignature(latin1(head)) ?? libraryType(head);
  if (!looksLikeText(head)) return found ?? UNKNOWN_TYPE;
  return found && TEXTUAL.has(found.mimeType) ? svgInXml(found, head) : PLAIN_TEXT;
}

function libraryType(head: Uint8Array): MediaType | undefined {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- builds a tree of signatures: only when bytes are looked at
  const { filetypeinfo } = require('magic-bytes.js') as typeof import('magic-bytes.js');
  for (const { mime, extension } of filetypeinfo(head)) {
    if (mime !== undefined && extension !== undefined) return RENAMED[mime] ?? { mimeType: bareType(mime), extension };
  }
  return undefined;
}

/** Without parameters and in small letters: `text/plain; charset=UTF-16LE` → `text/plain`. */
function bareType(mime: string): string {
  return mime.replace(/\s*;.*/, '').toLowerCase();
}

function latin1(head: Uint8Array): string {
  return Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
}

/** A picture may start with an XML declaration, a comment and a document type. */
function svgInXml(found: MediaType, head: Uint8Array): MediaType {
  if (found.mimeType !== 'application/xml') return found;
  return /<svg[\s/>]/.test(latin1(head)) ? { mimeType: 'image/svg+xml', extension: 'svg' } : found;
}
