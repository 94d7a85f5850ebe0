/** A name of any spelling as an id: `FFmpegDocker` → `ffmpeg-docker`; `fallback` where nothing of it can be one. */
export function kebabId(name: string, fallback = 'provider'): string {
  const id = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .replace(/[^a-zA-Z0-9]+/g, '-')
    .replace(/^[^a-zA-Z]+|-+$/g, '')
    .toLowerCase();
  return id === '' ? fallback : id.slice(0, 64);
}
