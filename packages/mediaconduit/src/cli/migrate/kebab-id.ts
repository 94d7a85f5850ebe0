import { toKebabId } from '@mediaconduit/sdk/manifest';

/** A name of any spelling as an id: `FFmpegDocker` → `ffmpeg-docker`; `fallback` where nothing of it can be one. */
export function kebabId(name: string, fallback = 'provider'): string {
  const id = toKebabId(name).replace(/^[^a-z]+/, '');
  return id === '' ? fallback : id.slice(0, 64);
}
