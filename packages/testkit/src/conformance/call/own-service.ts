import { messageOf, type ProviderManifest } from '@mediaconduit/sdk';
import type { SuiteRuntime } from '../child/suite-runtime';
import { notRun, type Verdict } from '../rule/verdict';

/** The service of a provider, running as a process. */
export interface OwnService extends AsyncDisposable {
  readonly url: string;
  /** Where it says whether it is ready. */
  readonly readyPath: string;
}

const NEXT =
  'name recorded replies under "recording" of conformance.json, or install what the service needs to run as a process';

/** Starts what the manifest names, without Docker; why not, where that cannot be. */
export async function startOwnService(
  { folder, service }: ProviderManifest,
  createRuntime: () => SuiteRuntime,
): Promise<OwnService | Verdict> {
  const runtime = createRuntime();
  const close = (): Promise<void> => Promise.resolve(runtime[Symbol.asyncDispose]());
  try {
    const definition = await runtime.services.define(service?.identifier ?? '', folder);
    await runtime.services.checkEngine(definition);
    const lease = await runtime.services.open(definition).lease();
    const dispose = async (): Promise<void> => {
      lease.release();
      await close();
    };
    return { url: lease.baseUrl, readyPath: definition.readiness.path, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await close();
    return notRun(`the service cannot be run as a process here: ${messageOf(error)}`, NEXT);
  }
}
