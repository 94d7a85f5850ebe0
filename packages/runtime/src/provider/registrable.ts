import type { Provider } from '@mediaconduit/sdk';
import { adoptForeignProvider } from './foreign-provider';
import { activate, type ActiveProvider } from './refresh/active-provider';
import { CallsUnderWay } from './refresh/calls-under-way';
import type { ProviderEntry } from './refresh/provider-entries';

/** A provider made by hand, its class, or what makes it. */
export type Registrable = Provider | (new () => object) | (() => object);

/** Makes the provider now; an instance is never made again. */
export function entryOfRegistered(id: string, registrable: Registrable): ProviderEntry {
  const entry: ProviderEntry = {
    active: make(undefined),
    origins: new Map(),
    remake: (old) => make(old),
  };
  return entry;

  async function make(old: ActiveProvider | undefined): Promise<ActiveProvider> {
    if (typeof registrable !== 'function') {
      const provider = adoptForeignProvider(registrable, { id });
      return { provider, calls: new CallsUnderWay(), release };
    }
    const made = await instanceOf(registrable);
    if (made === old?.provider) return old;
    const provider = adoptForeignProvider(made, { id });
    return activate({ provider, release }, async () => (await entry.active).provider);
  }
}

/** Nothing of the runtime belongs to one that was made by hand. */
const release = async (): Promise<void> => undefined;

async function instanceOf(registrable: (new () => object) | (() => object)): Promise<object> {
  return isClass(registrable) ? new registrable() : registrable();
}

/** Also one that was compiled to a function: the methods of a provider are on its prototype. */
function isClass(made: (new () => object) | (() => object)): made is new () => object {
  const prototype: unknown = 'prototype' in made ? made.prototype : undefined;
  return /^class\b/.test(Function.prototype.toString.call(made)) || (isObject(prototype) && 'getModel' in prototype);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
