import type { ReceivedFile } from '@mediaconduit/service-kit';
import type { Encoders } from '../ffmpeg/list-encoders';
import type { MediaFacts } from '../parameters/media-facts';
import type { Toolbox } from '../ffmpeg/toolbox';

/** Everything that one piece of work gets. */
export interface Job {
  /** Holds the files of the caller under their numbers; results go there too. */
  readonly folder: string;
  readonly files: readonly ReceivedFile[];
  /** What the files are, in the same order. */
  readonly media: readonly MediaFacts[];
  readonly toolbox: Toolbox;
  readonly encoders: Encoders;
  readonly signal: AbortSignal;
  /** Takes how much is done, from 0 to 1. */
  readonly report: (done: number) => void;
}

/** One file that a job made. */
export interface MadeFile {
  /** Relative to the folder of the job. */
  readonly name: string;
  /** For the caller. */
  readonly fileName: string;
  readonly contentType: string;
  readonly facts: MediaFacts;
}

/** The work of one capability. */
export type Work = (job: Job) => Promise<readonly MadeFile[]>;
