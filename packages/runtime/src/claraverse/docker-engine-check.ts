import { MediaConduitError } from '@mediaconduit/sdk';

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- definitions are read by programs that start nothing */
const loadRuntime = () => require('../default-runtime') as typeof import('../default-runtime');

/** Whether a Docker engine answers, at the address that all our Docker services use. */
export async function dockerAnswers(): Promise<boolean> {
  return (await askDocker()).available;
}

/** @throws `MC_ENGINE_UNAVAILABLE` with why no Docker engine answers. */
export async function requireDocker(): Promise<void> {
  const answer = await askDocker();
  if (answer.available) return;
  throw new MediaConduitError('MC_ENGINE_UNAVAILABLE', `Docker does not answer: ${answer.reason}.`, {
    hint: answer.hint,
    facts: { engine: 'docker' },
  });
}

async function askDocker() {
  const engine = await loadRuntime().defaultRuntime().engines.get('docker');
  return engine?.availability() ?? { available: false as const, reason: 'it is not part of this runtime', hint: '' };
}
