import { startLocalRegistry } from '../release/local-registry.mjs';
import { publishAll } from './stranger.mjs';

const SHARED = 'E2E_REGISTRY';

/** A registry with every package of the workspace: that of the whole run if there is one, else one of our own. */
export async function openPublishedRegistry() {
  const shared = process.env[SHARED];
  return shared ? { ...JSON.parse(shared), stop: async () => undefined } : fillRegistry();
}

/** Starts a registry and publishes everything to it. `storage` as for startLocalRegistry. */
export async function fillRegistry(options) {
  const registry = await startLocalRegistry(options);
  try {
    await publishAll(registry);
    return registry;
  } catch (error) {
    await registry.stop();
    throw error;
  }
}

/** What makes the tests of a run share a registry. */
export function sharedEnvironment({ url, token, env, upstream }) {
  return { [SHARED]: JSON.stringify({ url, token, env, upstream }) };
}
