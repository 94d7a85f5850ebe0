import { isMediaConduitError } from '@mediaconduit/sdk';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ComposedService } from '../child/suite-runtime';
import type { ServiceSubject } from './service-subject';

/** What the runtime makes of the Docker part of a service. */
export interface Composed {
  /** The one that answers, then those beside it; none when it has no Docker part, or one that is refused. */
  readonly services: readonly ComposedService[];
  readonly warnings: readonly string[];
  readonly refusal?: string;
}

const NOTHING: Composed = { services: [], warnings: [] };

/** Reads the compose file, or the image, as the runtime does. Asks no engine. */
export async function readComposed({ bench, facts: { definition, folder } }: ServiceSubject): Promise<Composed> {
  const { composeFile, image } = definition?.docker ?? {};
  if (!definition || (composeFile === undefined && image === undefined)) return NOTHING;
  if (composeFile !== undefined && !existsSync(join(folder, composeFile))) return NOTHING; // MC-S02 says so
  try {
    const { main, siblings, warnings } = await bench.compose.loadDockerGroup(definition, {});
    return { services: [main, ...siblings.map(({ service }) => service)], warnings };
  } catch (error) {
    if (!isMediaConduitError(error)) throw error;
    return { ...NOTHING, refusal: error.message };
  }
}
