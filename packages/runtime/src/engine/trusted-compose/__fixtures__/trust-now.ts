import type { ServiceDefinition } from '@mediaconduit/sdk';
import { addTrust } from '../../../lock-file/trust-section';
import { trustOf } from '../compose-trust';

/** Records that the files of a service are trusted as they are now. */
export async function trustNow(projectFolder: string, definition: ServiceDefinition): Promise<void> {
  const at = new Date('2026-01-01');
  await addTrust(projectFolder, trustOf(definition, projectFolder, { service: definition.id, by: 'tester', at }));
}
