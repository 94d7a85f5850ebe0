/** Every kind of work a model can do, `<input>-to-<output>` in kebab-case. */
export const CAPABILITIES = [
  'text-to-text',
  'text-to-image',
  'image-to-image',
  'image-to-text',
  'text-to-video',
  'image-to-video',
  'video-to-video',
  'video-to-image',
  'video-to-audio',
  'text-to-audio',
  'audio-to-text',
  'audio-to-audio',
  'text-to-3d',
  'image-to-3d',
  'text-to-embedding',
] as const;

/** One member of {@link CAPABILITIES}. */
export type Capability = (typeof CAPABILITIES)[number];

const KNOWN: ReadonlySet<string> = new Set(CAPABILITIES);

/**
 * Takes any spelling: `TEXT_TO_TEXT`, `TextToText`, `textTo3D`, `text to text`. `undefined` for anything else, such as
 * tags of old manifests.
 */
export function parseCapability(spelling: string): Capability | undefined {
  const kebab = spelling
    .trim()
    .replace(/([a-z])?3d/gi, (_match, letter: string = '') => (letter ? `${letter}-3d` : '3d'))
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[\s_-]+/g, '-')
    .toLowerCase();
  return KNOWN.has(kebab) ? (kebab as Capability) : undefined;
}

/** Capabilities are normalised, each once, in order; the rest are tags. */
export function parseCapabilities(spellings: readonly string[]): { capabilities: Capability[]; tags: string[] } {
  const capabilities = new Set<Capability>();
  const tags: string[] = [];
  for (const spelling of spellings) {
    const capability = parseCapability(spelling);
    if (capability) capabilities.add(capability);
    else tags.push(spelling);
  }
  return { capabilities: [...capabilities], tags };
}
