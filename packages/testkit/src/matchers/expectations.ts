/** What an audio must be. Only what is given is compared. */
export interface AudioExpectation {
  /** Short name, as `wav` or `mp3`. */
  readonly format?: string;
  readonly durationSeconds?: number;
  /** By how much the playing time may differ. Default 0.1: encoders fill up whole frames. */
  readonly toleranceSeconds?: number;
  readonly sampleRateHz?: number;
  readonly channels?: number;
}

/** What a picture must be. Only what is given is compared. */
export interface ImageExpectation {
  /** Short name, as `png` or `jpg`. */
  readonly format?: string;
  /** In pixels. */
  readonly width?: number;
  /** In pixels. */
  readonly height?: number;
}

/** What a film must be. Only what is given is compared. */
export interface VideoExpectation extends ImageExpectation {
  readonly durationSeconds?: number;
  /** By how much the playing time may differ. Default 0.1. */
  readonly toleranceSeconds?: number;
  readonly hasSound?: boolean;
}

/** What a 3D scene must be. Only what is given is compared. */
export interface Model3DExpectation {
  /** Short name, as `glb`. */
  readonly format?: string;
  /** Of a binary glTF. */
  readonly meshes?: number;
}

/** What a text must be, besides not blank. */
export interface TextExpectation {
  /** The whole text, or a pattern that is found in it. */
  readonly content?: string | RegExp;
  /** BCP 47. */
  readonly language?: string;
  readonly minCharacters?: number;
}

/** What an embedding must be, besides made of numbers that are finite and not all 0. */
export interface EmbeddingExpectation {
  readonly dimensions?: number;
  /** Whether its length is 1, within a thousandth. */
  readonly normalized?: boolean;
}
