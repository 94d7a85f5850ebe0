import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MediaConduitError, messageOf } from '@mediaconduit/sdk';
import type { PackageFacts } from './provider-facts';

const PACKAGE = /^(?:@[a-z0-9~][\w.~-]*\/)?[a-z0-9~][\w.~-]*$/i;
const GITHUB =
  /^(?:github:|(?:git\+)?(?:https|ssh|git):\/\/(?:git@)?github\.com\/|git@github\.com:)?([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/;

/** What package.json says; nothing where there is none. @throws `MC_CONFIG_INVALID` when it is no JSON. */
export async function readPackageFacts(folder: string): Promise<PackageFacts> {
  const file = join(folder, 'package.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return {};
  const { engines, mediaconduit, name, private: isPrivate, repository } = fieldsOf(parse(file, text));
  const [, owner, repositoryName] = GITHUB.exec(textOf(repository) ?? textOf(fieldsOf(repository)['url']) ?? '') ?? [];
  return {
    name: isPrivate !== true && PACKAGE.test(textOf(name) ?? '') ? textOf(name) : undefined,
    repository: owner === undefined ? undefined : `github:${owner}/${repositoryName}`,
    node: textOf(fieldsOf(engines)['node']),
    core: textOf(fieldsOf(mediaconduit)['minimumVersion']),
  };
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new MediaConduitError('MC_CONFIG_INVALID', `${file}: ${messageOf(cause)}`, {
      hint: 'write it as JSON',
      facts: { file },
      cause,
    });
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
