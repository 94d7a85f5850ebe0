// A core that comes next: the packages of the workspace with another contract, and one function less.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanEnvironment, run } from './stranger.mjs';

const VERSION = '2.0.0-next.1';
const NAMES = ['sdk', 'runtime', 'mediaconduit', 'testkit'];

/** Publishes it under the tag `next`, out of what the registry has as latest, and answers its version. */
export async function publishNextCore(registry) {
  await withFolder(async (base) => {
    const publishOne = async (name) => {
      const folder = await unpack(registry, `@mediaconduit/${name}`, base);
      edit(folder, 'package.json', toNext);
      if (name === 'sdk') {
        edit(folder, 'dist/bundle/modules.js', replacing('CONTRACT=1;', 'CONTRACT=2;'));
        edit(folder, 'dist/bundle/index.js', replacing('exports.textOf = entry.textOf;\n', ''));
      }
      await publish(registry, folder, 'next');
    };
    await Promise.all(NAMES.map(publishOne));
  });
  return VERSION;
}

/** Publishes a provider that answers in capitals, in plain JavaScript. */
export async function publishProvider(registry, { name, contract, sdk, peer, code = '' }) {
  await withFolder(async (folder) => {
    const write = (path, text) => writeFileSync(join(folder, path), text);
    const dependencies = { '@mediaconduit/sdk': sdk };
    const peerDependencies = peer && { '@mediaconduit/mediaconduit': peer };
    const files = ['index.d.ts', 'MediaConduit.provider.yml'];
    write(
      'package.json',
      JSON.stringify({
        name,
        version: '1.0.0',
        main: 'index.js',
        types: 'index.d.ts',
        files,
        dependencies,
        peerDependencies,
      }),
    );
    write('index.d.ts', 'export {};\n');
    write('index.js', `${PROGRAM}${code}`);
    write('MediaConduit.provider.yml', `contract: ${contract}\n${MANIFEST}`);
    await publish(registry, folder, 'latest');
  });
}

const MANIFEST = `id: loud
name: Loud
type: local
capabilities: [text-to-text]
models: [{ id: loud-default, name: Loud, capabilities: [text-to-text] }]
`;

const PROGRAM = `const sdk = require('@mediaconduit/sdk');
class LoudModel extends sdk.BaseTextToTextModel {
  async run(text) {
    return new sdk.Text(text.toUpperCase());
  }
}
class LoudProvider extends sdk.BaseProvider {
  static packageFolder = __dirname;
  createModel(info) {
    return new LoudModel(info);
  }
}
exports.default = LoudProvider;
`;

async function unpack({ url }, name, base) {
  const folder = join(base, name);
  mkdirSync(folder, { recursive: true });
  const { 'dist-tags': tags, versions } = await (await fetch(`${url}${name}`)).json();
  const tarball = await fetch(versions[tags.latest].dist.tarball);
  writeFileSync(join(folder, 'packed.tgz'), Buffer.from(await tarball.arrayBuffer()));
  await run(['tar', '-xzf', 'packed.tgz', '--strip-components=1'], { cwd: folder, env: process.env });
  rmSync(join(folder, 'packed.tgz'));
  return folder;
}

function publish(registry, folder, tag) {
  const command = ['npm', 'publish', '--tag', tag, '--ignore-scripts', '--access', 'public'];
  return run(command, { cwd: folder, env: environmentOf(registry) });
}

function environmentOf({ env }) {
  return cleanEnvironment({ ...env, npm_config_fetch_retries: '0' });
}

function toNext(text) {
  const manifest = JSON.parse(text);
  manifest.version = VERSION;
  for (const ranges of [manifest.dependencies, manifest.devDependencies])
    for (const name of NAMES) if (ranges?.[`@mediaconduit/${name}`]) ranges[`@mediaconduit/${name}`] = `^${VERSION}`;
  return JSON.stringify(manifest);
}

function replacing(old, now) {
  return (text) => {
    if (text.split(old).length !== 2) throw new Error(`the SDK does not hold ${JSON.stringify(old)} once`);
    return text.replace(old, now);
  };
}

function edit(folder, path, change) {
  writeFileSync(join(folder, path), change(readFileSync(join(folder, path), 'utf8')));
}

async function withFolder(work) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'next-core-')));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
