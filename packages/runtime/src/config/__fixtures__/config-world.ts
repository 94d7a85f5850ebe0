import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';
import { temporaryFolder } from '@mediaconduit/testkit';
import { ConfigManager } from '../config-manager';
import { ConfigStore } from '../config-store';
import { diffStacks } from '../diff-stacks';
import type { ResolvedStack } from '../resolved-stack';
import { resolveText } from './resolve-text';

/** A stack file, a home, and services that only exist in a map. */
export interface ConfigWorld extends AsyncDisposable {
  readonly file: string;
  readonly home: string;
  /** How often each running service was started. */
  readonly running: ReadonlyMap<string, number>;
  /** The image of each running service. */
  readonly images: () => Record<string, string>;
  write(text: string): Promise<void>;
  removeFile(): Promise<void>;
  /** A manager as a program that starts now would have it. */
  manager(): ConfigManager;
  store(): ConfigStore;
}

/** Services with an image that begins with `broken` fail, after what stands before them in the file was changed. */
export async function createConfigWorld(): Promise<ConfigWorld> {
  const folder = await temporaryFolder();
  const file = path.join(folder.path, 'mediaconduit.yml');
  const home = path.join(folder.path, 'home');
  const running = new Map<string, number>();
  let applied: ResolvedStack | undefined;

  const apply = async (stack: ResolvedStack) => {
    const { removed, changed } = diffStacks(applied, stack);
    const replaced = changed.filter(({ replaces }) => replaces).map(({ name }) => name);
    for (const name of removed) running.delete(name);
    const done = (applied?.services ?? []).filter(({ name }) => running.has(name));
    for (const service of stack.services) {
      await Promise.resolve();
      const { name, definition } = service;
      applied = { ...stack, services: [...done.filter((one) => one.name !== name)] };
      if (definition.docker?.image?.startsWith('broken')) {
        running.delete(name);
        throw new MediaConduitError('MC_STACK_START_FAILED', `"${name}" does not start.`);
      }
      if (!running.has(name) || replaced.includes(name)) running.set(name, (running.get(name) ?? 0) + 1);
      done.splice(0, done.length, ...applied.services, service);
    }
    applied = stack;
  };

  return {
    file,
    home,
    running,
    images: () =>
      Object.fromEntries(
        (applied?.services ?? []).map(({ name, definition }) => [name, definition.docker?.image ?? '']),
      ),
    write: (text) => writeFile(file, text),
    removeFile: () => rm(file),
    store: () => new ConfigStore({ folder: home }),
    manager: () =>
      new ConfigManager({
        file,
        store: new ConfigStore({ folder: home }),
        resolve: (text) => resolveText(text),
        apply,
      }),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}
