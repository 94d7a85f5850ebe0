import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  ownDefinition,
  readStackText,
  requireVolumes,
  stackVolumes,
  type ResolvedStack,
  type StackVolume,
  type StateDescription,
  type StateVolume,
  type VolumeTarget,
} from '@mediaconduit/runtime/supervision';
import { MediaConduitError, type EngineVolumes } from '@mediaconduit/sdk';
import { checkOutFile } from '../check-out-file';
import type { Session } from '../session';
import { tellWhenSlow } from '../tell-when-slow';
import { findStackFile, realFolder } from './find-stack-file';
import { loadStack } from './load-stack';
import { ownStackOf, supervisorOf } from './own-stack';

/** What an import would do; nothing has changed yet. */
export interface ImportPlan {
  /** The stack file of the project. */
  readonly file: string;
  readonly text: string;
  /** What is in the stack file now. */
  readonly before?: string;
  /** By the entries of the state file. */
  readonly targets: ReadonlyMap<string, VolumeTarget>;
  /** Missing where no data is restored. */
  readonly volumes?: EngineVolumes;
  /** What would be lost, in words. */
  readonly replaced: readonly string[];
}

/** @throws what is wrong with the configuration here; `MC_VOLUME_IN_USE` for data of what runs. */
export async function planImport(session: Session, { stack, volumes }: StateDescription): Promise<ImportPlan> {
  const text = stack.configuration;
  const file = findStackFile(session.folder) ?? join(realFolder(session.folder), 'mediaconduit.yml');
  await checkOutFile(file);
  const before = existsSync(file) ? await readStackText(file) : undefined;
  const { resolved } = await loadStack(session, file, text);
  const withData = volumes.filter(({ entry }) => entry !== undefined);
  const changed = before !== undefined && before !== text ? [file] : [];
  if (withData.length === 0) return { file, text, before, targets: new Map(), replaced: changed };
  await requireStopped(session);
  const engine = await requireVolumes(session.runtime.engines);
  const known = await tellWhenSlow(stackVolumes(engine, resolved), 'looking for volumes …', session.output);
  const wanted = withData.map((volume) => ({ volume, there: known.find((one) => isSame(one, volume)) }));
  const lost = wanted.flatMap(({ there, volume }) => (there && there.sizeBytes !== 0 ? [labelOf(volume)] : []));
  for (const { there } of wanted) if (there?.inUse) throw inUse(labelOf(there));
  const targets = new Map(wanted.map(({ there, volume }) => [volume.entry ?? '', targetOf(resolved, volume, there)]));
  return { file, text, before, targets, volumes: engine, replaced: [...changed, ...lost.map(dataOf)] };
}

async function requireStopped(session: Session): Promise<void> {
  const status = await (await supervisorOf(session))?.status(session.signal);
  const stack = ownStackOf(session.folder, status?.stacks ?? []);
  if (stack) throw inUse(stack.name);
}

function targetOf(stack: ResolvedStack, volume: StateVolume, there: StackVolume | undefined): VolumeTarget {
  const service = stack.services.find(({ name }) => name === volume.service);
  if (!service) throw noService(volume);
  const place = { definition: ownDefinition(stack, service), name: volume.name };
  return there ? { place, replaces: there.id } : { place };
}

type Named = Pick<StateVolume, 'service' | 'name'>;

const isSame = (one: Named, other: Named): boolean => one.service === other.service && one.name === other.name;

const labelOf = ({ name, service }: Named): string => `${service}/${name}`;

const dataOf = (label: string): string => `the data of ${label}`;

function inUse(what: string): MediaConduitError {
  return new MediaConduitError('MC_VOLUME_IN_USE', `${what} runs, so its data cannot be replaced.`, {
    hint: 'stop it first: mediaconduit down',
    facts: { what },
  });
}

function noService(volume: StateVolume): MediaConduitError {
  const message = `There is data of ${labelOf(volume)}, but no service ${volume.service} in the configuration beside it.`;
  return new MediaConduitError('MC_STATE_INVALID', message, {
    hint: 'nothing was changed; export the state anew',
    facts: { service: volume.service, volume: volume.name },
  });
}
