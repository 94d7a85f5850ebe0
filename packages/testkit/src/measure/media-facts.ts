/** What bytes turned out to be. Of what cannot be measured nothing is said. */
export interface MediaFacts {
  readonly kind: 'audio' | 'image' | 'video' | '3d' | 'text' | 'unknown';
  /** Short name: `wav`, `jpg`. */
  readonly format: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
  readonly durationSeconds?: number;
  /** In pixels, as it is shown: a film may be turned. */
  readonly width?: number;
  /** In pixels. */
  readonly height?: number;
  readonly sampleRateHz?: number;
  readonly channels?: number;
  /** Of a film. */
  readonly hasSound?: boolean;
  /** Of a 3D scene. */
  readonly meshes?: number;
}
