/** `Cowsay Service` → `cowsay-service`, `FFmpeg_Service` → `ffmpeg-service`; '' when nothing is left. */
export function toKebabId(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z][a-z])/g, '$1-$2')
    .replace(/[^a-zA-Z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
}
