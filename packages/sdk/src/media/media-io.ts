// What only media that are read or written need: two thirds of the load time of all media code, so it loads late.
export { BytesSource } from './bytes-source';
export { DEFAULT_MAX_BYTES, checkSize, collectBytes } from './collect-bytes';
export { decodeText } from './decode-text';
export { FileSource } from './file-source';
export { sniffType } from './sniff-type';
export { sourceOfUrl } from './source-of-url';
export { StreamSource } from './stream-source';
export { writeWholeFile } from './write-whole-file';
