import { sep } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { PlannedFiles } from './plan-files';

/** What was read in a folder that is gone when somebody sees it: places in it are told by what comes after it. */
export function forgetFolder<T extends Pick<PlannedFiles, 'problem' | 'service'>>(files: T, folder: string): T {
  const { problem, service } = files;
  return {
    ...files,
    ...(problem && { problem: shortened(problem, folder) }),
    ...(service?.problem && { service: { ...service, problem: shortened(service.problem, folder) } }),
  };
}

function shortened({ code, facts, hint, message, retryable }: MediaConduitError, folder: string): MediaConduitError {
  const shorten = (text: string): string => text.replaceAll(`${folder}${sep}`, '').replaceAll(folder, '.');
  const reviver = (_key: string, value: unknown): unknown => (typeof value === 'string' ? shorten(value) : value);
  return new MediaConduitError(code, shorten(message), {
    hint: hint === undefined ? undefined : shorten(hint),
    facts: JSON.parse(JSON.stringify(facts), reviver) as Record<string, unknown>,
    retryable,
  });
}
