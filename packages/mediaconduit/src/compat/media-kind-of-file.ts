import { extname } from 'node:path';
import type { MediaKind } from '@mediaconduit/sdk';

const EXTENSIONS: Readonly<Partial<Record<MediaKind, string>>> = {
  text: 'txt md markdown csv tsv json xml html srt vtt yml yaml log',
  image: 'png jpg jpeg webp gif bmp tif tiff svg avif heic ico',
  audio: 'mp3 wav ogg oga opus flac aac m4a aiff wma',
  video: 'mp4 webm mkv mov avi mpeg mpg flv wmv ogv m4v',
  '3d': 'glb gltf obj stl ply fbx usdz',
};

const KIND_BY_EXTENSION: ReadonlyMap<string, MediaKind> = new Map(
  Object.entries(EXTENSIONS).flatMap(([kind, list]) =>
    list.split(' ').map((name) => [name, kind as MediaKind] as const),
  ),
);

/** The extension without its dot, in lower case; empty when there is none. */
export function extensionOf(path: string): string {
  return extname(path).slice(1).toLowerCase();
}

/** The kind that the extension stands for, `undefined` for others. */
export function mediaKindOfFile(path: string): MediaKind | undefined {
  return KIND_BY_EXTENSION.get(extensionOf(path));
}
