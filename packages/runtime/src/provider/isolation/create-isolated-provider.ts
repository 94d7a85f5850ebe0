import {
  MediaConduitError,
  serviceVariablePrefix,
  type Clock,
  type Logger,
  type ProviderConfig,
  type ProviderManifest,
  type ServiceHandle,
} from '@mediaconduit/sdk';
import { createRedactor } from '../../config/redactor';
import type { CircuitBreaker } from '../../resilience/circuit-breaker';
import { DEFAULT_ISOLATION_LIMITS, type IsolationLimits } from './isolation-limits';
import { HostCalls } from './host-calls';
import { IsolatedProvider } from './isolated-provider';
import type { LoadInput, ProviderCallInput, ProviderCallOutput, ProviderSnapshot } from './isolation-messages';
import { launchHost } from './launch-host';
import { ModelCalls } from './model-calls';
import { parseProviderSnapshot } from './parse-snapshot';
import { ProviderProcess } from './provider-process';
import { ProviderSlot, type LoadedProcess, type ProcessLife } from './provider-slot';
import { ServiceDesk, type ServiceDeskParts } from './service-desk';

/** Time for a process to start and to load its provider, in ms. */
const LOAD_MS = 60_000;

/** Where processes of providers run, and what they are told by and to. */
export interface IsolationHost {
  readonly home: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly log: Logger;
  readonly breakerOf: (name: string) => CircuitBreaker;
  readonly openService: (identifier: string, config?: Readonly<Record<string, unknown>>) => Promise<ServiceHandle>;
  readonly onService: ServiceDeskParts['onService'];
  readonly gateOf: ServiceDeskParts['gateOf'];
  readonly onLimits: ServiceDeskParts['onLimits'];
  readonly onWarning: (provider: string, message: string) => void;
  readonly limits?: Partial<IsolationLimits>;
}

/** The provider that is to be isolated. */
export interface IsolationOrder {
  readonly manifest: ProviderManifest;
  readonly config: ProviderConfig;
  readonly service?: ServiceHandle;
  /** Ends the process while it loads the provider. */
  readonly closing?: AbortSignal;
}

/**
 * Loads a provider in a process of its own.
 * @throws what loading it in this process would throw, and `MC_PROVIDER_CRASHED`.
 */
export async function createIsolatedProvider(host: IsolationHost, order: IsolationOrder): Promise<IsolatedProvider> {
  const { manifest } = order;
  const limits = { ...DEFAULT_ISOLATION_LIMITS, ...host.limits };
  const named = new Set<string>();
  const shown: { provider?: IsolatedProvider } = {};
  const onSnapshot = (told: unknown): void => shown.provider?.update(parseProviderSnapshot(told, manifest));
  const calls: ModelCalls = new ModelCalls((call) => slot.call(call), limits);
  const start: ProcessStart = new ProcessStart({ host, order, limits, named, calls, onSnapshot });
  const slot: ProviderSlot = new ProviderSlot({
    provider: manifest.id,
    clock: host.clock,
    random: Math.random,
    breaker: () => host.breakerOf(`provider ${manifest.id}`),
    start: (configured, life) => start.run(configured, life),
    onSnapshot,
  });
  const { snapshot } = await loaded(slot, order.closing);
  shown.provider = new IsolatedProvider(
    { manifest, slot, calls, onServiceNamed: (identifier) => void named.add(identifier) },
    snapshot,
  );
  return shown.provider;
}

async function loaded(slot: ProviderSlot, closing?: AbortSignal): Promise<LoadedProcess> {
  const close = (): void => void slot.close(undefined, 0);
  if (closing?.aborted) close();
  closing?.addEventListener('abort', close, { once: true });
  try {
    return await slot.ready();
  } finally {
    closing?.removeEventListener('abort', close);
  }
}

interface ProcessStartParts {
  readonly host: IsolationHost;
  readonly order: IsolationOrder;
  readonly limits: IsolationLimits;
  readonly named: ReadonlySet<string>;
  readonly calls: ModelCalls;
  readonly onSnapshot: (told: unknown) => void;
}

/** Starts processes for one provider. */
class ProcessStart {
  constructor(private readonly parts: ProcessStartParts) {}

  async run(configured: readonly ProviderConfig[], life: ProcessLife): Promise<LoadedProcess> {
    const { host, order, limits, named, calls, onSnapshot } = this.parts;
    const { manifest, config, service } = order;
    const running: { process?: ProviderProcess } = {};
    const desk = new ServiceDesk({
      ...{ provider: manifest.id, clock: host.clock, named },
      onService: host.onService,
      gateOf: host.gateOf,
      onLimits: host.onLimits,
      open: (identifier, settings) => host.openService(identifier, settings),
      onChange: (snapshot) => running.process?.tell('service', snapshot),
    });
    const lent = service && desk.add(service);
    const secrets = secretsOf(manifest, config);
    const handler = new HostCalls({
      provider: manifest.id,
      desk,
      calls,
      log: host.log,
      onSnapshot,
      onWarning: host.onWarning,
    });
    const process = new ProviderProcess({
      provider: manifest.id,
      launched: await this.#launch(variablesOf(config, service, lent?.baseUrl)),
      clock: host.clock,
      ...limits,
      redact: createRedactor(() => secrets),
      onCall: (method, input, call) => handler.call(method, input, call),
      onTell: (name, value) => handler.tell(name, value),
      onEnd: () => {
        desk[Symbol.dispose]();
        life.onEnd();
      },
      onIdle: () => life.onIdle(),
    });
    running.process = process;
    const load: LoadInput = { manifest, config, service: lent, home: host.home };
    return {
      process,
      snapshot: await loadInto(process, load, configured, life.closing),
      pausedMs: () => desk.starts.totalMs,
    };
  }

  async #launch(variables: Readonly<Record<string, string>>): ReturnType<typeof launchHost> {
    const { host, order, limits } = this.parts;
    const place = { home: host.home, environment: host.environment, platform: process.platform };
    try {
      return await launchHost(place, { manifest: order.manifest, memoryMb: limits.memoryMb, variables });
    } catch (cause) {
      throw new MediaConduitError(
        'MC_PROVIDER_CRASHED',
        `No process could be started for provider "${order.manifest.id}".`,
        { hint: 'see the cause', facts: { provider: order.manifest.id }, cause },
      );
    }
  }
}

/** The provider in it is as the one before was, or there is no process. */
async function loadInto(
  process: ProviderProcess,
  load: LoadInput,
  configured: readonly ProviderConfig[],
  closing: AbortSignal,
): Promise<ProviderSnapshot> {
  const tooLong = setTimeout(() => process.kill('hung'), LOAD_MS);
  const close = (): void => process.kill('closed');
  if (closing.aborted) close();
  closing.addEventListener('abort', close, { once: true });
  try {
    let told = await process.call('load', load);
    for (const config of configured) {
      const input: ProviderCallInput = { method: 'configure', given: [config] };
      const output = (await process.call('provider', input)) as Partial<ProviderCallOutput> | undefined;
      told = output?.snapshot ?? told;
    }
    process.watch();
    return parseProviderSnapshot(told, load.manifest);
  } catch (error) {
    await process.end();
    throw error;
  } finally {
    clearTimeout(tooLong);
    closing.removeEventListener('abort', close);
  }
}

/** What the manifest names, and the address of the service when it is known. */
function variablesOf(
  config: ProviderConfig,
  service: ServiceHandle | undefined,
  baseUrl: string | undefined,
): Record<string, string> {
  const address = service && baseUrl ? { [`${serviceVariablePrefix(service.serviceId)}_SERVICE_URL`]: baseUrl } : {};
  return { ...config.environment, ...address };
}

function secretsOf(manifest: ProviderManifest, { environment = {}, apiKey }: ProviderConfig): string[] {
  const names = Object.entries(manifest.environment).filter(([, { secret }]) => secret);
  return [...names.map(([name]) => environment[name]), apiKey].filter(
    (value) => value !== undefined && value !== '',
  ) as string[];
}
