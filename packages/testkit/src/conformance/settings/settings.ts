import type { Capability } from '@mediaconduit/sdk';

/** How one model is called. What is not said is made up: a greeting, a picture, a second of sound. */
export interface SampleCall {
  readonly model: string;
  /** Default: the first one of the model. */
  readonly capability?: Capability;
  /** Text, a placeholder for media (`{ "file": "speech.wav" }`, `{ "sample": "audio" }`), or named inputs of both kinds. */
  readonly input?: unknown;
  readonly options?: Readonly<Record<string, unknown>>;
  /** Recorded replies for this call alone. */
  readonly recording?: string;
}

/** A request to a service, and how it is answered. One of `json` and `form` is given, or neither. */
export interface SampleRequest {
  /** Default `POST`, or `GET` without a body. */
  readonly method?: string;
  readonly path: string;
  readonly json?: unknown;
  /** Fields, with placeholders for media. */
  readonly form?: Readonly<Record<string, unknown>>;
  /** What it is answered with. Default: 2xx. */
  readonly status?: number;
  /** It works for at least some seconds: rules about callers that go away use it. */
  readonly long?: boolean;
}

/** What `conformance.json` of a package says; every part of it may be missing. */
export interface ConformanceSettings {
  /** A file of recorded exchanges, from which the service or API answers. */
  readonly recording?: string;
  readonly calls: readonly SampleCall[];
  readonly requests: readonly SampleRequest[];
}

/** The file, beside package.json. It need not be published. */
export const SETTINGS_FILE = 'conformance.json';
