import { MediaConduitError } from '@mediaconduit/sdk';
import type { Place } from './located-node';

const TRUST_HINT = 'remove it: services run in a sandbox that cannot reach this machine, and this key would open it';

/** `MC_COMPOSE_INVALID`: the file cannot be read as a compose file. The message begins with `file:line:column`. */
export function invalidCompose(
  file: string,
  { line, column }: Place,
  message: string,
  hint?: string,
): MediaConduitError {
  return new MediaConduitError('MC_COMPOSE_INVALID', `${file}:${line}:${column}: ${message}`, {
    hint: hint ?? 'compare with the compose file reference (docs.docker.com/reference/compose-file)',
    facts: { file, line, column },
  });
}

/** `MC_SERVICE_POLICY`: the file is well formed and asks for something that services may not have. */
export function refusedCompose(
  file: string,
  { line, column }: Place,
  { key, reason, hint }: { readonly key: string; readonly reason: string; readonly hint?: string },
): MediaConduitError {
  return new MediaConduitError('MC_SERVICE_POLICY', `${file}:${line}:${column}: ${key} is not allowed: ${reason}.`, {
    hint: hint ?? TRUST_HINT,
    facts: { file, line, column, key },
  });
}
