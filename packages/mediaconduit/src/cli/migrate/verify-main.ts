// Run in a process of its own: loads one part of what was migrated, and sends what came of it.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRuntime } from '@mediaconduit/runtime';
import { composeRefusal } from '@mediaconduit/runtime/supervision';
import {
  messageOf,
  serviceVariablePrefix,
  toMediaConduitError,
  type Provider,
  type ProviderManifest,
} from '@mediaconduit/sdk';
import { readProviderManifest, readServiceDefinition } from '@mediaconduit/sdk/manifest';
import { identifierName } from './identifier-name';
import type { Verified, VerifyOrder } from './verify-parts';

type Answer = Omit<Verified, 'kind' | 'id' | 'folder'>;

/** Long enough for hooks that were told an address, in ms. */
const HOOKS_MS = 200;

async function verify(order: VerifyOrder): Promise<Answer> {
  try {
    return order.kind === 'service' ? await verifyService(order) : await verifyProvider(order);
  } catch (thrown) {
    const { hint, message } = toMediaConduitError(thrown);
    return { ok: false, detail: message, hint, warnings: [] };
  }
}

async function verifyService({ folder }: VerifyOrder): Promise<Answer> {
  const definition = await readServiceDefinition(folder);
  if (!definition) return { ok: false, detail: 'there is no manifest', warnings: [] };
  const refusal = definition.engines.includes('docker') ? await composeRefusal(definition) : undefined;
  if (refusal) return { ok: false, detail: refusal.message, hint: refusal.hint, warnings: [] };
  return { ok: true, detail: `runs on ${definition.engines.join(' or ')}`, warnings: [] };
}

async function verifyProvider({ folder, home }: VerifyOrder): Promise<Answer> {
  const manifest = await readProviderManifest(folder);
  if (!manifest) return { ok: false, detail: 'there is no manifest', warnings: [] };
  const service = await answerEverything();
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  const environment = { ...process.env, ...environmentFor(manifest, url) };
  Object.assign(process.env, environment);
  const runtime = createRuntime({ projectFolder: folder, home, environment, engine: 'process' });
  const warnings: string[] = [];
  runtime.events.on('provider-warning', ({ message }) => void warnings.push(message));
  try {
    const provider = await runtime.providers.getProvider(folder);
    await new Promise((resolve) => setTimeout(resolve, HOOKS_MS));
    return { ok: true, detail: await describe(provider, manifest, warnings), warnings };
  } finally {
    service.closeAllConnections();
    service.close();
    await runtime.close();
  }
}

/** Stands for the service of the provider, whatever it speaks. */
async function answerEverything(): Promise<Server> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** What lets the provider be made: the service here, and something for every key that it wants. */
function environmentFor({ environment, service }: ProviderManifest, url: string): Record<string, string> {
  const name = identifierName(service?.identifier ?? '');
  const wanted = Object.entries(environment).map(([key, { default: usual, example }]) => [
    key,
    usual ?? example ?? 'none',
  ]);
  return {
    ...(Object.fromEntries(wanted) as Record<string, string>),
    SERVICE_URL: url,
    ...(name === '' ? {} : { [`${serviceVariablePrefix(name)}_SERVICE_URL`]: url }),
  };
}

async function describe(provider: Provider, manifest: ProviderManifest, warnings: string[]): Promise<string> {
  const listed = manifest.capabilities.flatMap((capability) => provider.getModelsForCapability(capability) ?? []);
  const ids = [...new Set([...listed, ...(manifest.models ?? [])].map(({ id }) => id))];
  const [first] = ids;
  if (first !== undefined) {
    await Promise.resolve(provider.getModel(first)).then(undefined, (error: unknown) => {
      warnings.push(`getModel('${first}') failed with a service that answers {}: ${messageOf(error).split('\n')[0]}`);
    });
  }
  const count = ids.length === 1 ? '1 model' : `${ids.length} models`;
  return `${provider.constructor.name}, ${count}${first === undefined ? '' : `: ${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ' …' : ''}`}`;
}

process.on('disconnect', () => process.exit());

void verify(JSON.parse(process.argv[2] ?? '{}') as VerifyOrder).then((answer) => {
  process.send?.(answer, () => process.exit(0)); // what a provider left open must not keep it alive
});
