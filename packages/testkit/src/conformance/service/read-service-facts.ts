import { messageOf, type ServiceDefinition } from '@mediaconduit/sdk';
import { readServiceDefinition } from '@mediaconduit/sdk/manifest';
import { publishedFiles } from '../package/published-files';
import { readPackageJson } from '../package/read-package-facts';
import type { ServiceFacts } from './service-facts';

/** Reads a service without running any of it. */
export async function readServiceFacts(folder: string, packageFolder: string): Promise<ServiceFacts> {
  const packageJson = await readPackageJson(packageFolder);
  const published = packageJson ? await publishedFiles(packageFolder, packageJson) : [];
  const isPartOfProvider = folder !== packageFolder;
  const facts = { folder, packageFolder, packageJson, published, isPartOfProvider };
  try {
    const definition: ServiceDefinition | undefined = await readServiceDefinition(folder);
    return { ...facts, definition, problem: definition ? undefined : 'There is no MediaConduit.service.yml.' };
  } catch (error) {
    return { ...facts, definition: undefined, problem: messageOf(error) };
  }
}
