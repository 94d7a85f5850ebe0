import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  exportState,
  requireVolumes,
  STATE_FORMAT,
  stackVolumes,
  volumesOf,
  type ResolvedStack,
  type ServiceStatus,
  type StackVolume,
  type StateDescription,
  type StateService,
} from '@mediaconduit/runtime/supervision';
import { requireConfirmation } from '@mediaconduit/sdk';
import { checkOutFile } from './check-out-file';
import { confirmOf } from './confirm-on-terminal';
import { ownVersion } from './own-version';
import { readableSize } from './readable-size';
import type { Session } from './session';
import { loadStack } from './stack/load-stack';
import { stackInForce, type StackInForce } from './stack/stack-in-force';
import { toTheEnd } from './stack/to-the-end';
import { tellWhenSlow } from './tell-when-slow';

/** What of a stack is exported. */
export interface StateExportFlags {
  /** The data of named volumes. */
  readonly data?: boolean;
}

const NOT_WANTED: ReadonlySet<string> = new Set(['absent', 'stopping', 'draining']);

/** `mediaconduit state export`: the configuration in force, what runs and the named volumes, in one tar file. */
export async function exportStackState(
  session: Session,
  name: string,
  { data = false }: StateExportFlags,
): Promise<number> {
  const { output, runtime, signal } = session;
  const file = resolve(session.folder, name);
  await checkOutFile(file);
  const source = await stackInForce(session);
  const { resolved } = await loadStack(session, source.file, source.text);
  const engine = data ? await requireVolumes(runtime.engines) : await volumesOf(runtime.engines);
  const volumes = engine ? await tellWhenSlow(stackVolumes(engine, resolved), 'measuring …', output) : [];
  if (existsSync(file)) await requireConfirmation({ confirm: confirmOf(session) }, { text: `Replace ${file}?` });
  if (data) tellMoving(session, volumes);
  const options = { file, description: describe(source, resolved), volumes, signal, data: data ? engine : undefined };
  const state = await tellWhenSlow(toTheEnd(session, exportState(options)), `writing ${file} …`, output);
  await report(session, { file, data, state });
  return 0;
}

/** A copy of files that change meanwhile is as good as what a power cut leaves. */
function tellMoving({ output }: Session, volumes: readonly StackVolume[]): void {
  const moving = new Set(volumes.flatMap(({ inUse, service }) => (inUse ? [service] : [])));
  if (moving.size > 0)
    output.note(`${[...moving].join(', ')} may write meanwhile; mediaconduit down first rules that out`);
}

function describe(source: StackInForce, { name, services }: ResolvedStack): Omit<StateDescription, 'volumes'> {
  return {
    formatVersion: STATE_FORMAT,
    exportedAt: new Date().toISOString(),
    platform: process.platform,
    arch: process.arch,
    mediaconduitVersion: ownVersion(),
    stack: { name, configuration: source.text, features: source.features },
    services:
      source.services.length > 0
        ? source.services.map(serviceOf)
        : services.map((service) => ({ name: service.name, state: 'absent', wanted: false })),
  };
}

function serviceOf({ engine, name, state }: ServiceStatus): StateService {
  return { name, state, ...(engine && { engine }), wanted: !NOT_WANTED.has(state) };
}

interface Exported {
  readonly file: string;
  readonly data: boolean;
  readonly state: StateDescription;
}

async function report({ output }: Session, { data, file, state }: Exported): Promise<void> {
  const { services, stack, volumes } = state;
  if (output.settings.json) return output.json({ file, data, stack: stack.name, services, volumes });
  const sizeBytes = volumes.reduce((total, volume) => total + (volume.sizeBytes ?? 0), 0);
  const named = volumes.map(({ name, service }) => `${service}/${name}`).join(', ');
  const count = `${services.length} ${services.length === 1 ? 'service' : 'services'}`;
  const kept = data ? `the data of ${named || 'no volume'} (${readableSize(sizeBytes)})` : 'no data';
  output.note(`wrote ${stack.name} to ${file}: configuration, ${count}, ${kept}`);
  if (!data && volumes.length > 0) output.note(`--data adds that of ${named} (${readableSize(sizeBytes)})`);
}
