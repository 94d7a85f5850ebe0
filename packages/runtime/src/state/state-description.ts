import { jsonOf, listOf, membersOf, type Members, type Refuse } from '../archive/json-members';
import { invalidState } from './state-error';

/** Grows when a file that an older version cannot read is written. */
export const STATE_FORMAT = 1;

/** A service as it was. */
export interface StateService {
  readonly name: string;
  readonly state: string;
  readonly engine?: string;
  /** Whether somebody wanted it to run. */
  readonly wanted: boolean;
}

/** A named volume as it was. */
export interface StateVolume {
  /** Name of its service in the stack. */
  readonly service: string;
  readonly name: string;
  /** Where its data is in the same file; absent without data. */
  readonly entry?: string;
  readonly sizeBytes?: number;
}

/** What `state.json` says: a stack at one moment. */
export interface StateDescription {
  readonly formatVersion: typeof STATE_FORMAT;
  /** ISO 8601. */
  readonly exportedAt: string;
  readonly platform: string;
  readonly arch: string;
  readonly mediaconduitVersion: string;
  readonly stack: {
    readonly name: string;
    /** The stack file in force, as it was written: of variables, the names. */
    readonly configuration: string;
    readonly features: Readonly<Record<string, boolean>>;
  };
  readonly services: readonly StateService[];
  readonly volumes: readonly StateVolume[];
}

/** A name that is safe as a part of a path, in the engine and in messages. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/** Where the data of a volume is in the file. */
export function volumeEntry({ name, service }: Pick<StateVolume, 'service' | 'name'>): string {
  return `volumes/${service}/${name}.tar`;
}

/** @throws `MC_STATE_INVALID`, also for a file of a newer version. */
export function parseStateDescription(text: string, file: string): StateDescription {
  const refuse = (why: string): never => {
    throw invalidState(file, why);
  };
  const all = membersOf(jsonOf(text), refuse);
  const { arch, exportedAt, formatVersion, mediaconduitVersion, platform, services, stack, volumes } = all;
  if (typeof formatVersion !== 'number') return refuse('it does not say its format');
  if (formatVersion > STATE_FORMAT) {
    const madeBy = typeof mediaconduitVersion === 'string' ? ` of MediaConduit ${mediaconduitVersion}` : '';
    refuse(`its format ${formatVersion}${madeBy} is newer than ${STATE_FORMAT}, which this version reads`);
  }
  const { configuration, features, name } = membersOf(stack, refuse);
  const textOf = (value: unknown): string => (typeof value === 'string' ? value : refuse('a text is missing'));
  return {
    ...{ formatVersion: STATE_FORMAT, exportedAt: textOf(exportedAt), platform: textOf(platform), arch: textOf(arch) },
    mediaconduitVersion: textOf(mediaconduitVersion),
    stack: { name: textOf(name), configuration: textOf(configuration), features: switchesOf(features, refuse) },
    services: listOf(services, refuse).map((one) => serviceOf(one, refuse)),
    volumes: listOf(volumes, refuse).map((one) => volumeOf(one, refuse)),
  };
}

function switchesOf(value: unknown, refuse: Refuse): Record<string, boolean> {
  const all = Object.entries(membersOf(value, refuse));
  return Object.fromEntries(
    all.map(([name, on]) => [name, typeof on === 'boolean' ? on : refuse(`the feature ${name} is neither on nor off`)]),
  );
}

function nameOf(value: unknown, refuse: Refuse): string {
  return typeof value === 'string' && NAME.test(value) ? value : refuse(`${JSON.stringify(value)} is no name`);
}

function serviceOf({ engine, name, state, wanted }: Members, refuse: Refuse): StateService {
  const service = { name: nameOf(name, refuse), state: String(state), wanted: wanted === true };
  return typeof engine === 'string' ? { ...service, engine } : service;
}

function volumeOf({ entry, name, service, sizeBytes }: Members, refuse: Refuse): StateVolume {
  const volume = { service: nameOf(service, refuse), name: nameOf(name, refuse) };
  if (entry !== undefined && entry !== volumeEntry(volume))
    refuse(`${JSON.stringify(entry)} is the place of no volume`);
  return {
    ...volume,
    ...(entry === undefined ? {} : { entry: volumeEntry(volume) }),
    ...(typeof sizeBytes === 'number' ? { sizeBytes } : {}),
  };
}
