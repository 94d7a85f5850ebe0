import { didYouMean } from '@mediaconduit/sdk';
import { interpolate, type Variables } from '../../config/interpolate';
import { SECTION_NAMES, SECTION_SETTINGS, TOP_SETTINGS, type MeshConfig } from './mesh-settings';
import { isMap, type Setting } from './setting';

/** The configuration with everything that is wrong in it; a wrong value is replaced by its default. */
export interface ResolvedMeshConfig {
  readonly config: MeshConfig;
  /** One sentence each, with the place. */
  readonly problems: readonly string[];
}

type Settings = Readonly<Record<string, Setting<unknown>>>;

/**
 * Reads what a file says, as parsed YAML or JSON, with keys in `snake_case` or `camelCase`. `${VAR}` and `${VAR:default}` are
 * filled in. What the file says goes before the variable of a setting, and that before its default.
 */
export function resolveMeshConfig(source: unknown, variables: Variables): ResolvedMeshConfig {
  const problems: string[] = [];
  if (!isMap(source)) problems.push('the configuration must be a map of sections');
  const given = byCamelCase(isMap(source) ? source : {});
  const reader = new Reader(variables, problems);
  const sections = SECTION_NAMES.map((name) => [name, reader.section(name, given.get(name))]);
  for (const name of SECTION_NAMES) given.delete(name);
  const top = reader.group('', TOP_SETTINGS, given, SECTION_NAMES);
  // every setting of the two tables was read by its own reader
  return { config: { ...top, ...Object.fromEntries(sections) } as MeshConfig, problems };
}

/** `pool_size` → `poolSize`. */
export function toCamelCase(key: string): string {
  return key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function byCamelCase(given: Readonly<Record<string, unknown>>): Map<string, unknown> {
  return new Map(Object.entries(given).map(([key, value]) => [toCamelCase(key), value]));
}

class Reader {
  constructor(
    private readonly variables: Variables,
    private readonly problems: string[],
  ) {}

  section(name: (typeof SECTION_NAMES)[number], given: unknown): Record<string, unknown> {
    const settings: Settings = SECTION_SETTINGS[name];
    if (given !== undefined && given !== null && !isMap(given))
      this.problems.push(`${name}: must be a map of settings`);
    const values = byCamelCase(isMap(given) ? given : {});
    const named = Object.values(settings).some(({ variable }) => variable && this.variables[variable]);
    if (!values.has('enabled')) values.set('enabled', named || isMap(given));
    return this.group(`${name}.`, settings, values);
  }

  group(
    prefix: string,
    settings: Settings,
    given: ReadonlyMap<string, unknown>,
    alsoKnown: readonly string[] = [],
  ): Record<string, unknown> {
    for (const key of given.keys()) {
      if (Object.hasOwn(settings, key)) continue;
      const hint = didYouMean(key, [...Object.keys(settings), ...alsoKnown]);
      this.problems.push(`${prefix}${key}: there is no such setting${hint ? `; ${hint}` : ''}`);
    }
    const entries = Object.entries(settings).map(([key, setting]) => [
      key,
      this.#value(prefix + key, setting, given.get(key)),
    ]);
    return Object.fromEntries(entries) as Record<string, unknown>;
  }

  #value(path: string, setting: Setting<unknown>, given: unknown): unknown {
    const { variable } = setting;
    const fromFile = given !== undefined && given !== null;
    const found = fromFile ? this.#filled(path, given) : variable && (this.variables[variable] || undefined);
    if (found === undefined) return setting.fallback;
    const read = setting.read(found);
    if ('value' in read) return read.value;
    const shown = setting.secret ? '' : ` ${JSON.stringify(found)}`;
    this.problems.push(`${path}:${shown} ${read.fault}${fromFile ? '' : ` (variable ${variable})`}`);
    return setting.fallback;
  }

  #filled(path: string, given: unknown): unknown {
    if (typeof given !== 'string') return given;
    const filled = interpolate(given, this.variables, { colonDefault: true });
    if ('text' in filled) return filled.text;
    this.problems.push(`${path}: ${filled.fault}`);
    return undefined;
  }
}
