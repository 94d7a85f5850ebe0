import { MediaConduitError, type ProviderManifest } from '@mediaconduit/sdk';

/** Any class or factory a provider package may export. */
export type ProviderConstructor = new (argument?: unknown) => object;

type Exports = Readonly<Record<string, unknown>>;

/**
 * The class among what the entry of a provider exports: the export that the manifest names, the default export, the one
 * called like the provider's id, else the only class that is one of a provider. A function that makes the provider and a
 * finished instance serve as well.
 * @throws `MC_PROVIDER_INVALID` naming what is exported.
 */
export function findProviderClass(loaded: unknown, manifest: ProviderManifest, entry: string): ProviderConstructor {
  const { id, exportName, file } = manifest;
  const exports = asExports(loaded);
  const names = [exportName, 'default', id, pascalCase(id)].filter((name) => name !== undefined);
  const found = names.map((name) => asConstructor(exports[name])).find((value) => value !== undefined);
  const Class = found ?? onlyProviderClass(exports);
  if (Class) return Class;
  throw new MediaConduitError('MC_PROVIDER_INVALID', `Could not find provider class for ID: ${id}`, {
    hint: `export the class as default from ${entry}, or name the export under "exportName" in ${file}`,
    facts: { provider: id, entry, exports: Object.keys(exports) },
  });
}

/** `module.exports = Class` counts as a default export. */
function asExports(loaded: unknown): Exports {
  if (typeof loaded === 'function') return { default: loaded, ...Object.fromEntries(Object.entries(loaded)) };
  return typeof loaded === 'object' && loaded !== null ? (loaded as Exports) : {};
}

function asConstructor(value: unknown): ProviderConstructor | undefined {
  if (typeof value === 'function') return canBeNew(value) ? (value as ProviderConstructor) : maker(value);
  if (typeof value !== 'object' || value === null) return undefined;
  if (isProvider(value)) return maker(() => value);
  // compilers that disagree about what a default export is wrap it twice
  return 'default' in value && typeof value.default === 'function' ? asConstructor(value.default) : undefined;
}

/** Arrow functions and methods cannot be called with `new`. */
function canBeNew(value: object): boolean {
  return 'prototype' in value;
}

/** A constructor that answers an object answers it in place of `this`. */
function maker(make: object): ProviderConstructor {
  return function (argument?: unknown) {
    return (make as (argument?: unknown) => object)(argument);
  } as unknown as ProviderConstructor;
}

function isProvider(value: object): boolean {
  return 'getModel' in value && typeof value.getModel === 'function';
}

function onlyProviderClass(exports: Exports): ProviderConstructor | undefined {
  const classes = Object.entries(exports).filter(
    ([name, value]) =>
      /Provider$/.test(name) && !/^Abstract/.test(name) && typeof value === 'function' && isClassOfProvider(value),
  );
  return classes.length === 1 ? (classes[0]?.[1] as ProviderConstructor) : undefined;
}

function isClassOfProvider(value: object): boolean {
  const prototype: unknown = 'prototype' in value ? value.prototype : undefined;
  return typeof prototype === 'object' && prototype !== null && isProvider(prototype);
}

/** `cowsay-docker-provider` → `CowsayDockerProvider`. */
function pascalCase(id: string): string {
  return id.replace(/(?:^|[-_.])(\w)/g, (_all, letter: string) => letter.toUpperCase());
}
