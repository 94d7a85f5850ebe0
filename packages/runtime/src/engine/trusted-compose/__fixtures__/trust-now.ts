import type { ServiceDefinition } from '@mediaconduit/sdk';
import { addTrust } from '../../../lock-file/trust-section';
import { readComposeFiles } from '../compose-files';
import { trustOf } from '../compose-trust';

/** Records that the files of a service, and what it gives them, are trusted as they are now. */
export async function trustNow(projectFolder: string, definition: ServiceDefinition): Promise<void> {
  const files = readComposeFiles(definition.folder, definition.docker?.composeFile ?? '');
  const act = { files, service: definition.id, by: 'tester', at: new Date('2026-01-01') };
  const place = { folder: projectFolder, home: projectFolder };
  await addTrust(place, trustOf(definition, projectFolder, act), new AbortController().signal);
}
