import { isMediaConduitError, messageOf, type Provider } from '@mediaconduit/sdk';

const STATES: readonly unknown[] = ['healthy', 'degraded', 'unhealthy'];

/** What is wrong with how a provider answers the questions that every host asks; nothing is started for them. */
export async function hostProblems(provider: Provider): Promise<string[]> {
  const problems = [
    await isAvailableProblem(provider),
    await healthProblem(provider),
    capabilityProblem(provider),
    await refusalProblem('configure({ timeout: 5 })', () => provider.configure({ timeout: 5 }), 'MC_CONFIG_INVALID'),
    await refusalProblem('getModel() of an unknown id', () => unknownModel(provider), 'MC_MODEL_NOT_FOUND'),
    await disposeProblem(provider),
  ];
  return problems.filter((problem) => problem !== undefined);
}

/** A model that only a service knows is asked of the service, which is not there. */
async function unknownModel(provider: Provider): Promise<unknown> {
  try {
    return await provider.getModel('mediaconduit-conformance-no-such-model');
  } catch (error) {
    if (isMediaConduitError(error) && error.code.startsWith('MC_SERVICE_')) return undefined;
    if (isMediaConduitError(error, 'MC_CONFIG_MISSING')) return undefined; // the key is missing before the model is
    throw error;
  }
}

async function isAvailableProblem(provider: Provider): Promise<string | undefined> {
  try {
    const answer: unknown = await provider.isAvailable();
    return typeof answer === 'boolean' ? undefined : `isAvailable() answers ${String(answer)}.`;
  } catch (error) {
    return `isAvailable() fails: ${messageOf(error)}`;
  }
}

async function healthProblem(provider: Provider): Promise<string | undefined> {
  try {
    const { status } = await provider.getHealth();
    return STATES.includes(status) ? undefined : `getHealth() answers the status ${String(status)}.`;
  } catch (error) {
    return `getHealth() fails: ${messageOf(error)}`;
  }
}

function capabilityProblem(provider: Provider): string | undefined {
  try {
    const found = provider.getModelsForCapability('mediaconduit-conformance');
    return found.length === 0 ? undefined : 'getModelsForCapability() has models for a capability that does not exist.';
  } catch (error) {
    return `getModelsForCapability() fails for an unknown capability: ${messageOf(error)}`;
  }
}

async function refusalProblem(what: string, act: () => Promise<unknown>, code: string): Promise<string | undefined> {
  try {
    const answer = await act();
    return answer === undefined && code === 'MC_MODEL_NOT_FOUND' ? undefined : `${what} is not refused.`;
  } catch (error) {
    if (isMediaConduitError(error) && error.code === code) return undefined;
    return `${what} is refused with ${isMediaConduitError(error) ? error.code : messageOf(error)}, not with ${code}.`;
  }
}

async function disposeProblem(provider: Provider): Promise<string | undefined> {
  try {
    await provider.dispose();
    await provider.dispose();
    return undefined;
  } catch (error) {
    return `dispose() twice fails: ${messageOf(error)}`;
  }
}
