const KINDS = [
  'AudioToAudio',
  'AudioToText',
  'ImageToImage',
  'ImageToText',
  'ImageToVideo',
  'TextToAudio',
  'TextToImage',
  'TextToText',
  'TextToVideo',
  'VideoToAudio',
  'VideoToImage',
  'VideoToVideo',
] as const;

type Guard = (provider: unknown) => boolean;

/** True for a provider that makes models of that kind. */
function offers(kind: (typeof KINDS)[number]): Guard {
  return (provider) => {
    const found: Readonly<Record<string, unknown>> = Object(provider) as object as Record<string, unknown>;
    return typeof found[`create${kind}Model`] === 'function';
  };
}

/** True for a provider with the methods of `AudioToTextProvider`. */
export const hasAudioToTextRole = offers('AudioToText');

/** As {@link hasAudioToTextRole}, for `TextToAudioProvider`. */
export const hasTextToAudioRole = offers('TextToAudio');

/** As {@link hasAudioToTextRole}, for `TextToImageProvider`. */
export const hasTextToImageRole = offers('TextToImage');

/** As {@link hasAudioToTextRole}, for `TextToTextProvider`. */
export const hasTextToTextRole = offers('TextToText');

/** The other name of {@link hasTextToTextRole}. */
export const hasTextGenerationRole = offers('TextToText');

/** As {@link hasAudioToTextRole}, for `TextToVideoProvider`. */
export const hasTextToVideoRole = offers('TextToVideo');

/** As {@link hasAudioToTextRole}, for `VideoToAudioProvider`. */
export const hasVideoToAudioRole = offers('VideoToAudio');

/** As {@link hasAudioToTextRole}, for `VideoToVideoProvider`. */
export const hasVideoToVideoRole = offers('VideoToVideo');

/** What a provider makes models for: `audio-to-text`, `text-to-image`. */
export function getProviderRoles(provider: unknown): string[] {
  return KINDS.filter((kind) => offers(kind)(provider)).map((kind) =>
    kind.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase(),
  );
}
