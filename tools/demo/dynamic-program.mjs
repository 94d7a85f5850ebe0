// Run in a project of its own by dynamic.mjs, once for each visit: what a program does that loads a provider by its URL. It
// never calls close(). Writes one JSON object per line.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../dev/workspace.mjs';

const load = createRequire(join(root, 'packages', 'mediaconduit', 'package.json'));
const { defaultRuntime, getProviderRegistry, getServiceRegistry, Text } = load('@mediaconduit/mediaconduit');

const PROVIDER = 'https://github.com/MediaConduit/cowsay-provider';
const SERVICE = 'https://github.com/MediaConduit/cowsay-service';
const MODEL = 'cowsay-default';

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** One thing that is to work; what it answers is shown. */
async function step(title, work) {
  const startedAt = performance.now();
  const done = (line) => say({ step: title, ...line, tookMs: Math.round(performance.now() - startedAt) });
  try {
    done({ ok: true, found: await work() });
  } catch (cause) {
    const { code, hint, message } = cause;
    done({ ok: false, error: { code, message, hint } });
    throw new Error(title, { cause });
  }
}

function check(condition, what) {
  if (!condition) throw Object.assign(new Error(what), { code: 'NOT_AS_PROMISED' });
}

async function firstVisit() {
  const registry = getProviderRegistry();
  let provider;
  await step('load a provider by its URL', async () => {
    provider = await registry.getProvider(PROVIDER);
    return `${provider.name} (${provider.id}), ${provider.constructor.name}`;
  });
  await step('the same under every spelling, loaded once', async () => {
    const spellings = ['github:MediaConduit/cowsay-provider', `${PROVIDER}.git`, provider.id];
    const others = await Promise.all([...spellings, ...spellings].map((one) => registry.getProvider(one)));
    check(
      others.every((other) => other === provider),
      'there are two instances',
    );
    return spellings.join(', ');
  });
  await step('ask what it can do', async () => {
    const models = provider.getModelsForCapability('text-to-text').map(({ id }) => id);
    check(models.includes(MODEL), `there is no model ${MODEL}`);
    return models.join(', ');
  });
  await step('its service starts by itself', async () => {
    check(await provider.isAvailable(), 'it is not available');
    return JSON.stringify(await provider.getServiceStatus());
  });
  await step('on a port of its own, known at once', async () => {
    const service = await getServiceRegistry().getService(SERVICE);
    const [port] = service.getServiceInfo().ports;
    check(port > 0, 'there is no port');
    return `${service.constructor.name} on ${port}`;
  });
  await call(provider);
}

/** Another program: everything is there already. */
async function secondVisit() {
  await step('load it again, as the lock file says', async () => {
    const provider = await getProviderRegistry().getProvider(PROVIDER);
    return provider.name;
  });
  await call(await getProviderRegistry().getProvider(PROVIDER));
}

/** Somebody has pushed meanwhile. */
async function thirdVisit() {
  const commit = async () => {
    const [entry] = [...(await defaultRuntime().packages.locked()).values()].filter(({ provider }) => provider);
    return entry.resolution.commit;
  };
  await step('take what was pushed', async () => {
    const before = await commit();
    await getProviderRegistry().refreshProvider(PROVIDER);
    const after = await commit();
    check(before !== after, 'the commit is the same');
    return `${before.slice(0, 12)} → ${after.slice(0, 12)}`;
  });
}

function call(provider) {
  return step('let the cow speak', async () => {
    const { content } = await provider
      .getModel(MODEL)
      .transform(new Text('Hello from a provider that was never installed'));
    check(content.includes('Hello from a provider'), 'it says something else');
    return content;
  });
}

console.log = console.warn = () => undefined; // the provider tells much
defaultRuntime().events.on('fetch-progress', ({ message }) => say({ progress: message }));
defaultRuntime().events.on('provider-warning', ({ message }) => say({ progress: message }));
defaultRuntime().events.on('provider-added', ({ identifier, hash }) =>
  say({ progress: `locked ${identifier}, ${hash}` }),
);
defaultRuntime().events.on('service-started', ({ name, engine }) => say({ progress: `${name} runs (${engine})` }));
const visits = { first: firstVisit, second: secondVisit, third: thirdVisit };
await visits[process.argv[2]]().catch(() => (process.exitCode = 1));
