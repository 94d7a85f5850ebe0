// Publishes every package to a registry on this machine and uses them as somebody does who has never seen this clone.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { root } from '../dev/workspace.mjs';
import { publishedPackages } from '../release/published-packages.mjs';
import { assertCow, COMMAND, PROGRAMS } from './cow-programs.mjs';
import { openPublishedRegistry } from './published.mjs';
import { publishAll, StrangersProject } from './stranger.mjs';

const ALONE = `
const { CowsayProvider } = require('@mediaconduit/cowsay-provider');
(async () => {
  const provider = new CowsayProvider();
  await provider.configure({ serviceUrl: '@mediaconduit/cowsay-service' });
  await provider.getModel('cowsay-default').transform('${COMMAND.at(-1)}');
})().catch(({ code, hint }) => console.log(code, hint));
`;
const LARGEST_TREE_BYTES = 15e6;
const VALIDATE = `
require('@mediaconduit/mediaconduit');
const { CowsayProvider } = require('@mediaconduit/cowsay-provider');
(async () => {
  const provider = new CowsayProvider();
  await provider.configure({ serviceUrl: '@mediaconduit/cowsay-service' });
  if (!(await provider.isAvailable())) throw new Error('not available');
  console.log((await provider.getModel('cowsay-default').transform('${COMMAND.at(-1)}')).content);
  console.log('MIGRATION VALIDATION COMPLETE');
})();
`;
const TYPED = `
import { conduit } from '@mediaconduit/mediaconduit';
import { isMediaConduitError, type Text } from '@mediaconduit/sdk';
import { parseProviderManifest } from '@mediaconduit/sdk/manifest';
import { createHttpClient } from '@mediaconduit/sdk/http';
import { CowsayProvider } from '@mediaconduit/cowsay-provider';
export const used = [parseProviderManifest, createHttpClient, CowsayProvider, isMediaConduitError];
export async function speak(): Promise<Text> {
  const cow = await conduit.model('cowsay:cowsay-default', { capability: 'text-to-text' });
  const content: string = (await cow.transform('Hello')).content;
  // @ts-expect-error a text model takes no number
  await cow.transform(content.length);
  return cow.transform(content);
}
`;
const RESOLUTIONS = [
  ['--module', 'commonjs', '--moduleResolution', 'node10', '--ignoreDeprecations', '6.0'],
  ['--module', 'node16', '--moduleResolution', 'node16'],
  ['--module', 'nodenext', '--moduleResolution', 'nodenext'],
  ['--module', 'esnext', '--moduleResolution', 'bundler'],
];

describe('a stranger', () => {
  let registry;
  let project;

  before(async () => {
    registry = await openPublishedRegistry();
    project = new StrangersProject(registry.url);
  });
  after(async () => {
    project?.remove();
    await registry?.stop();
  });

  it('finds every package in the registry', async () => {
    for (const { name, version } of publishedPackages()) {
      const packument = await (await fetch(`${registry.url}${name}`)).json();
      assert.equal(packument['dist-tags'].latest, version, name);
    }
  });

  it('is not given the same version twice', async () => {
    const { stdout } = await publishAll(registry);
    assert.match(stdout, /no new packages/i);
  });

  it('installs two packages', async () => {
    await project.install('@mediaconduit/mediaconduit', '@mediaconduit/cowsay-provider', '@mediaconduit/sdk');
    const scope = join(project.folder, 'node_modules', '@mediaconduit');
    for (const name of readdirSync(scope)) {
      assert.ok(existsSync(join(scope, name, 'LICENSE')), `${name} has its license`);
      assert.doesNotMatch(readFileSync(join(scope, name, 'package.json'), 'utf8'), /workspace:|catalog:/);
    }
  });

  for (const [file, text] of Object.entries(PROGRAMS)) {
    it(`hears the cow from ${file}`, async () => {
      project.write(file, text);
      assertCow((await project.run(process.execPath, file)).stdout);
    });
  }

  it('hears the cow from the command', async () => {
    const { stdout } = await project.run('npx', '--no-install', 'mediaconduit', ...COMMAND);
    assertCow(stdout);
  });

  it('can create, configure and test a provider in a script', async () => {
    project.write('validate.cjs', VALIDATE);
    const { stdout } = await project.run(process.execPath, 'validate.cjs');
    assertCow(stdout);
    assert.match(stdout, /^MIGRATION VALIDATION COMPLETE$/m);
  });

  it('can copy the example of the README', async () => {
    const [, example] = /```ts\n([^`]+)```/.exec(readFileSync(join(root, 'README.md'), 'utf8'));
    project.write('readme.mjs', example);
    const { stdout } = await project.run(process.execPath, 'readme.mjs');
    assert.match(stdout, /Hello[^]*Hm/);
  });

  it('meets the same error class from both sides', async () => {
    project.write(
      'same.mjs',
      `import { createRequire } from 'node:module';
import { MediaConduitError } from '@mediaconduit/sdk';
console.log(createRequire(import.meta.url)('@mediaconduit/sdk').MediaConduitError === MediaConduitError);\n`,
    );
    assert.equal((await project.run(process.execPath, 'same.mjs')).stdout.trim(), 'true');
  });

  it('leaves no service behind', { skip: process.platform !== 'linux' && 'reads /proc' }, () => {
    assert.deepEqual(processesIn(project.folder), []);
  });

  it('gets types in every way that TypeScript resolves modules', async () => {
    await project.install(`typescript@${readManifest('node_modules/typescript').version}`, '@types/node@20');
    project.write('typed.ts', TYPED);
    const tsc = join('node_modules', 'typescript', 'bin', 'tsc');
    const flags = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--types', 'node'];
    for (const resolution of RESOLUTIONS) {
      await project.run(process.execPath, tsc, ...flags, ...resolution, 'typed.ts');
    }
  });
});

describe('a provider that is installed alone', () => {
  let registry;
  let project;

  before(async () => {
    registry = await openPublishedRegistry();
    project = new StrangersProject(registry.url);
    await project.install('@mediaconduit/cowsay-provider');
  });
  after(async () => {
    project?.remove();
    await registry?.stop();
  });

  it('says what to install besides', async () => {
    project.write('alone.cjs', ALONE);
    const { stdout } = await project.run(process.execPath, 'alone.cjs');
    assert.match(stdout, /^MC_RUNTIME_MISSING .*npm install @mediaconduit\/mediaconduit/);
  });

  it('brings at most 15 MB along', () => {
    const bytes = readdirSync(join(project.folder, 'node_modules'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
    assert.ok(bytes <= LARGEST_TREE_BYTES, `${(bytes / 1e6).toFixed(1)} MB`);
  });
});

function readManifest(folder) {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
}

/** Command lines of the processes that run in a folder or were started from it. */
function processesIn(folder) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ cwd: attempt(() => readlinkSync(`/proc/${pid}/cwd`)), pid }))
    .filter(({ cwd }) => cwd.startsWith(folder))
    .map(({ pid }) => attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')));
}

function attempt(read) {
  try {
    return read();
  } catch {
    return ''; // the process ended meanwhile, or belongs to somebody else
  }
}
