/** Which part of a film or sound is taken, in seconds. */
export const TIME_PROPERTIES = {
  start: { type: 'number', minimum: 0, description: 'Seconds to leave out at the beginning. Default: 0.' },
  end: { type: 'number', exclusiveMinimum: 0, description: 'Second to stop at. Default: the end.' },
  duration: { type: 'number', exclusiveMinimum: 0, description: 'Seconds to take; wins over end.' },
} as const;

/** Fades at both ends of a result, in seconds. */
export const FADE_PROPERTIES = {
  fadeIn: { type: 'number', minimum: 0, description: 'Seconds of fading in. Default: 0.' },
  fadeOut: { type: 'number', minimum: 0, description: 'Seconds of fading out. Default: 0.' },
} as const;
