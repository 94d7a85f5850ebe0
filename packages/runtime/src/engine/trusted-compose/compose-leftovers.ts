import { readdir, rm } from 'node:fs/promises';
import type { DockerEngineOptions } from '../docker/docker-engine-options';
import { composeFolder, projectOfFolder, upLockFile } from './compose-places';

/** The process that a project without locks belongs to, before the number of its copy. */
const OWNER = /-[0-9a-f]{8}-(\d+)(?:-\d+)?$/;

/**
 * Removes the files that Compose was given by processes that were killed meanwhile: values of variables are in them. The
 * same project removes its own when it starts again, but another file or other variables make another project.
 */
export async function removeLeftovers(
  folder: string,
  { isAlive, lock }: Pick<DockerEngineOptions, 'isAlive' | 'lock'>,
): Promise<void> {
  for (const name of await namesIn(folder)) {
    const project = projectOfFolder(name);
    if (project === undefined) continue;
    const held = await lock?.tryExclusive(upLockFile(folder, project));
    try {
      const isLeft = lock ? held !== undefined : !isAlive(Number(OWNER.exec(project)?.[1]));
      if (isLeft) await rm(composeFolder(folder, project), { recursive: true, force: true });
    } finally {
      await held?.release();
    }
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((Object(error) as { readonly code?: unknown }).code === 'ENOENT') return [];
    throw error;
  }
}
