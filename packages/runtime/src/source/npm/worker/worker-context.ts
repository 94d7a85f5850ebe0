import type { NpmSettings } from './npm-settings';
import type { StallWatch } from './stall-watch';

/** What every job uses. */
export interface WorkerContext {
  readonly settings: NpmSettings;
  readonly watch: StallWatch;
  readonly tell: (text: string) => void;
}
