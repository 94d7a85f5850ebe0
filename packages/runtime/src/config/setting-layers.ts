import type { ServiceDefinition } from '@mediaconduit/sdk';
import type { StackDefinition, StackService, StackServiceSettings } from '../stack-file/stack-definition';
import { FAST_LIVENESS } from '../supervisor/stack-member';
import type { ValueOrigin } from './resolved-stack';
import { DEFAULT_SETTINGS, laySettings, type ServiceSettings, type SettingsLayer } from './service-settings';
import { placeOf } from './stack-problems';

/** The settings of a service with who said each, by its path: `restart.delayMs`. */
export interface OwnedSettings {
  readonly settings: ServiceSettings;
  readonly origins: Readonly<Record<string, ValueOrigin>>;
}

interface Layer {
  readonly values: SettingsLayer;
  readonly originOf: (path: string) => ValueOrigin;
}

/** What the defaults, the manifest, the stack file and its part for the platform say of one service, in this order. */
export function layerSettings(
  stack: StackDefinition,
  entry: StackService,
  definition: ServiceDefinition,
): OwnedSettings {
  const layers: Layer[] = [
    { values: DEFAULT_SETTINGS, originOf: () => DEFAULT },
    entry.definition ? describedHere(stack, entry.name, definition) : ofManifest(definition),
    ofFile(stack, `services.${entry.name}`, 'stack file', entry.settings),
    ofFile(stack, `services.${entry.name}.platforms.${stack.platform}`, 'platform override', entry.platformSettings),
  ];
  const origins = layers.flatMap(({ values, originOf }) =>
    pathsOf(values).map((path) => [path, originOf(path)] as const),
  );
  return {
    settings: layers.reduce((base, { values }) => laySettings(base, values), DEFAULT_SETTINGS),
    origins: Object.fromEntries(origins),
  };
}

const DEFAULT: ValueOrigin = { from: 'default' };

function ofManifest(definition: ServiceDefinition): Layer {
  const { engines, environment, limits, readiness, liveness, dependsOn, critical, file } = definition;
  const values = { engines, environment, limits, readiness, liveness, dependsOn, critical };
  return { values, originOf: () => ({ from: 'manifest', file }) };
}

/** What an entry says of its own service besides the settings. */
function describedHere(stack: StackDefinition, name: string, { engines, environment }: ServiceDefinition): Layer {
  const originOf = (path: string): ValueOrigin => {
    const written = `services.${name}.docker.${path}`;
    return Object.hasOwn(stack.places, written) ? { from: 'stack file', place: placeOf(stack, written) } : DEFAULT;
  };
  return { values: { engines, environment }, originOf };
}

function ofFile(
  stack: StackDefinition,
  path: string,
  from: 'stack file' | 'platform override',
  { liveness, filledFrom = {}, ...settings }: StackServiceSettings,
): Layer {
  const { profile, ...numbers } = liveness ?? {};
  const originOf = (key: string): ValueOrigin => {
    const place = placeOf(stack, `${path}.${key}`);
    const variable = key.replace(/^environment\./, '');
    const variables = Object.hasOwn(filledFrom, variable) ? filledFrom[variable] : undefined;
    return variables && variable !== key ? { from: 'environment', variables, place } : { from, place };
  };
  return { values: { ...settings, liveness: profile === 'fast' ? FAST_LIVENESS : numbers }, originOf };
}

/** The paths of all values that are given. */
function pathsOf(layer: object): string[] {
  return Object.entries(layer).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value === undefined ? [] : [key];
    return pathsOf(value).map((path) => `${key}.${path}`);
  });
}
