import {
  isMedia,
  type MediaKind,
  type Model,
  type Provider,
  type ProviderClass,
  type ProviderConfig,
  type ProviderManifest,
  type ReadinessDefinition,
  type ServiceDefinition,
} from '@mediaconduit/sdk';
import { join } from 'node:path';
import { replayExchanges } from '../../exchange/replay-exchanges';
import type { RuntimeModule, SuiteRuntime, SuiteRuntimeOptions } from '../child/suite-runtime';
import { notRun, type Verdict } from '../rule/verdict';
import { LogBook } from './log-book';
import { startOwnService, type OwnService } from './own-service';
import type { PlannedCall } from './planned-call';

/** Stands for every key of the user. It must come out nowhere. */
export const CANARY = 'mc-conformance-key-1f0c9a';

/** Where nobody answers. */
export const NOWHERE = 'http://127.0.0.1:1';

/** With what a provider is made. */
export interface BenchPlace {
  /** Of its service or API. */
  readonly url?: string;
  /** Where its service says whether it is ready. Default `/`. */
  readonly readyPath?: string;
  /** How long its service may take to answer first. Default 60000 ms. */
  readonly startMs?: number;
  /** Whether it is given keys and addresses. Default true. */
  readonly configured?: boolean;
}

/** A provider that was made by hand, with a runtime of its own. */
export interface OpenedProvider extends AsyncDisposable {
  readonly provider: Provider;
  readonly log: LogBook;
}

/** Something that answers calls as the real service does. */
export interface Upstream extends AsyncDisposable {
  /** Missing when the provider needs no service. */
  readonly url?: string;
  /** Where it says whether it is ready. Default `/`. */
  readonly readyPath?: string;
  /** Whether it is recorded, and not the service itself. */
  readonly isRecorded: boolean;
  /** What was asked of it and is not recorded. */
  problems(): readonly string[];
}

/** What the bench has of the package. */
export interface BenchParts {
  readonly manifest: ProviderManifest;
  readonly providerClass: ProviderClass;
  readonly runtime: RuntimeModule;
  /** For state folders; gone with the suite. */
  readonly home: string;
}

/** Makes providers of one package, again and again, on services that work or fail. */
export class ProviderBench implements AsyncDisposable {
  readonly #parts: BenchParts;
  #homes = 0;
  #own: Promise<OwnService | Verdict> | undefined;

  constructor(parts: BenchParts) {
    this.#parts = parts;
  }

  /** Whether it talks to anything at all. */
  get isRemoteOrServed(): boolean {
    const { service, type } = this.#parts.manifest;
    return type === 'remote' || service !== undefined;
  }

  /** Makes the class, as a runtime does. */
  async open({ configured = true, readyPath = '/', startMs = 60_000, url }: BenchPlace): Promise<OpenedProvider> {
    const { manifest, providerClass } = this.#parts;
    const log = new LogBook();
    const runtime = this.createRuntime({ engine: 'auto', log });
    const isServed = manifest.service !== undefined && url !== undefined;
    const service = isServed
      ? runtime.services.open(definitionOf(url, { path: readyPath, timeoutMs: startMs }))
      : undefined;
    const provider = new providerClass({ manifest, service, log, config: configured ? this.config(url) : {} });
    const dispose = async (): Promise<void> => {
      await provider.dispose();
      await runtime[Symbol.asyncDispose]();
    };
    return { provider, log, [Symbol.asyncDispose]: dispose };
  }

  /** What cannot be made cannot be called. @throws what the class throws. */
  async tryMaking(): Promise<void> {
    const opened = await this.open({ url: NOWHERE });
    await opened[Symbol.asyncDispose]();
  }

  /** Values for all variables of the manifest, and for a remote provider key and address. */
  config(url: string | undefined): ProviderConfig {
    const { environment, type } = this.#parts.manifest;
    const variables = Object.entries(environment).map(([name, { default: value = 'conformance', secret }]) => [
      name,
      secret ? CANARY : value,
    ]);
    const remote = type === 'remote' ? { apiKey: CANARY, baseUrl: url } : {};
    return { ...remote, environment: Object.fromEntries(variables) as Record<string, string> };
  }

  createRuntime(options: Pick<SuiteRuntimeOptions, 'engine' | 'isolation' | 'isolationLimits' | 'log'>): SuiteRuntime {
    const { home, manifest, runtime } = this.#parts;
    const own = join(home, `home-${(this.#homes += 1)}`);
    const { folder: projectFolder } = manifest;
    // what the service keeps there is not what the provider leaves
    const environment = { ...process.env, TMPDIR: home, TMP: home, TEMP: home };
    return runtime.createRuntime({ projectFolder, home: own, environment, supervised: false, ...options });
  }

  /** What answers a call that is to succeed: a recording, else the service itself; why not, where there is neither. */
  async upstream({ recording }: Pick<PlannedCall, 'recording'>): Promise<Upstream | Verdict> {
    const { manifest } = this.#parts;
    const nothing = { isRecorded: false, problems: () => [], [Symbol.asyncDispose]: async () => undefined };
    if (recording !== undefined) return replayed(recording);
    if (manifest.service !== undefined) {
      this.#own ??= startOwnService(manifest, () => this.createRuntime({ engine: 'process' }));
      const own = await this.#own;
      return 'outcome' in own ? own : { ...nothing, url: own.url, readyPath: own.readyPath };
    }
    if (manifest.type === 'local') return nothing;
    return notRun('there are no recorded replies of the API', 'name them under "recording" of conformance.json');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const own = await this.#own;
    if (own && 'url' in own) await own[Symbol.asyncDispose]();
  }
}

async function replayed(file: string): Promise<Upstream> {
  const server = await replayExchanges(file);
  return {
    url: server.url,
    isRecorded: true,
    problems: () => server.unanswered.map(({ method, path, reason }) => `${method} ${path} is not recorded: ${reason}`),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** What is wrong with a result; nothing when it is a value, of that kind where one is given. */
export function resultProblem(result: unknown, kind?: MediaKind): string | undefined {
  if (!isMedia(result)) return `transform() answers ${describe(result)}, not a media value.`;
  if (kind !== undefined && result.kind !== kind)
    return `transform() answers a value of the kind ${result.kind}, not ${kind}.`;
  return result.isValid() ? undefined : 'transform() answers an empty value.';
}

function describe(value: unknown): string {
  return typeof value === 'object' && value !== null ? `a ${value.constructor?.name ?? 'bare object'}` : String(value);
}

/** The model of a call. */
export async function modelOf({ provider }: OpenedProvider, { model }: PlannedCall): Promise<Model> {
  return provider.getModel(model);
}

function definitionOf(url: string, readiness: ReadinessDefinition): ServiceDefinition {
  return {
    ...{ id: 'conformance', name: 'Conformance', version: '0.0.0', capabilities: [], folder: '', file: url },
    ...{ engines: ['remote'], url, environment: {}, readiness, limits: {}, dependsOn: [] },
    ...{ critical: false, idleStopMs: 0, gpu: false },
  };
}
