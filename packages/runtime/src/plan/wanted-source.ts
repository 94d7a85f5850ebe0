import { availableParallelism, totalmem } from 'node:os';
import type { ServiceDefinition, ServiceOverrides } from '@mediaconduit/sdk';
import { findStackFile } from '../config/find-stack-file';
import type { LockedPackages } from '../lock-file/locked-package';
import { parseStackFile } from '../stack-file/parse-stack-file';
import { readStackText } from '../stack-file/read-stack-text';
import type { PlanHost } from './plan-host';

/** Something that is to be planned, and who names it. */
export interface WantedSource {
  /** Any spelling; the name of a service that the stack file describes itself. */
  readonly text: string;
  /** Folder that relative ones are looked up from. */
  readonly from: string;
  readonly namedBy: string;
  readonly definition?: ServiceDefinition;
  readonly overrides?: ServiceOverrides;
}

/**
 * What a project names: its stack file, its lock file, and the provider packages that it depends on.
 * @throws `MC_STACK_INVALID`.
 */
export async function projectSources(host: PlanHost, locked: LockedPackages): Promise<WantedSource[]> {
  const from = host.projectFolder;
  return [
    ...(await stackSources(host)),
    ...[...locked.keys()].map((text) => ({ text, from, namedBy: 'mediaconduit.lock' })),
    ...host.installed().map(({ packageName }) => ({ text: `npm:${packageName}`, from, namedBy: 'package.json' })),
  ];
}

/** What the stack file of a project names, with its places. */
export async function stackSources({ environment, projectFolder }: PlanHost): Promise<WantedSource[]> {
  const file = findStackFile(projectFolder);
  if (file === undefined) return [];
  const machine = { memoryBytes: totalmem(), cpus: availableParallelism() };
  const stack = parseStackFile(await readStackText(file), { file, variables: environment, machine });
  const at = (path: string): string =>
    [file.slice(stack.folder.length + 1), stack.places[path]].filter(Boolean).join(':');
  const providers = stack.providers.map((text, index) => ({ text, namedBy: at(`providers[${index}]`) }));
  const services = Object.values(stack.services).map(({ definition, name, use }) => ({
    ...{ text: use ?? name, definition },
    namedBy: at(`services.${name}`),
  }));
  return [...providers, ...services].map((one) => ({ ...one, from: stack.folder }));
}
