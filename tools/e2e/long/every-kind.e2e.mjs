// What the generator makes, of every kind, keeps every rule of the conformance suite before anybody has changed a line.
import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import generator from '../../../packages/create-provider/dist/index.js';
import { prepareDocker } from '../../dev/docker-engine.mjs';
import { AuthorsMachine } from '../authors-machine.mjs';
import { openPublishedRegistry } from '../published.mjs';

const { KIND_NAMES, KINDS } = generator;
const IN_ITS_CONTAINER = 'MC-S28';
const IMAGE = 'mediaconduit-e2e/node-thing:1.0.0';

/** Of kinds whose container is somebody else's: one that is here. */
const CONTAINERS = { image: ['--image', IMAGE, '--health', '/health/ready'] };
const BUILT_HERE = KIND_NAMES.filter((kind) => ['node', 'python'].includes(KINDS[kind].runs));

let machine;
let registry;

const folderOf = (kind) => `${kind}-thing-provider`;
const script = (kind, name, ...flags) =>
  machine.run(['npm', 'run', '--silent', name, '--workspace', folderOf(kind), '--', ...flags]);

describe('a generated provider', () => {
  before(async () => {
    registry = await openPublishedRegistry();
    machine = new AuthorsMachine(registry);
    await createAll();
  });
  after(async () => {
    machine?.remove();
    await registry?.stop();
  });

  for (const kind of KIND_NAMES) {
    it(`of the kind ${kind} passes its own tests and lint`, async () => {
      await script(kind, 'test');
      await script(kind, 'lint');
    });

    it(`of the kind ${kind} keeps every rule`, async () => {
      const lines = await script(kind, 'conformance');
      assert.deepEqual(openRules(lines), KINDS[kind].runs === undefined ? [] : [IN_ITS_CONTAINER], lines.join('\n'));
    });
  }

  it('of the kind python passes the tests of its service', testPythonService);

  describe('in its container', async () => {
    const skip = await prepareDocker({ log: join(tmpdir(), 'base-images.log') });

    for (const kind of BUILT_HERE) it(`of the kind ${kind} does the same`, { skip }, () => checkContainer(kind));

    it('of the kind image runs the image that is named', { skip }, async () => {
      await machine.run(['docker', 'build', '--quiet', '--tag', IMAGE, join(folderOf('node'), 'service')]);
      try {
        await checkContainer('image');
      } finally {
        await machine.run(['docker', 'image', 'rm', IMAGE]);
      }
    });
  });
});

/** All of them with one tree of packages. */
async function createAll() {
  await machine.run(['npm', 'init', '--yes']);
  await machine.run(['npm', 'pkg', 'set', 'workspaces[]=*-provider']);
  for (const kind of KIND_NAMES) {
    const { capabilities, defaultCapability } = KINDS[kind];
    const takesFiles = capabilities.find((capability) => !capability.startsWith('text-'));
    const what = ['--kind', kind, '--capability', `${defaultCapability},${takesFiles}`, ...(CONTAINERS[kind] ?? [])];
    const flags = [...what, '--yes', '--no-install', '--no-git'];
    await machine.run(['npm', 'create', '@mediaconduit/provider', `@acme/${kind}-thing`, '--', ...flags]);
  }
  await machine.run(['npm', 'install']);
}

async function testPythonService() {
  const service = join(folderOf('python'), 'service');
  const python = join('venv', 'bin', 'python');
  const lock = ['--require-hashes', '--only-binary', ':all:', '--requirement', join(service, 'requirements.lock')];
  await machine.run(['python3', '-m', 'venv', 'venv']);
  await machine.run([python, '-m', 'pip', 'install', '--quiet', ...lock]);
  await machine.run([
    python,
    '-m',
    'unittest',
    'discover',
    '--start-directory',
    service,
    '--top-level-directory',
    service,
  ]);
}

async function checkContainer(kind) {
  const lines = await script(kind, 'conformance', '--docker', '--rule', IN_ITS_CONTAINER);
  assert.deepEqual(lines[0], `✓ ${IN_ITS_CONTAINER}  platinum  does the same in its container`);
}

/** Rules that are broken, or were not checked. */
function openRules(lines) {
  return lines.flatMap((line) => /^[✗?] (\S+)/.exec(line)?.[1] ?? []);
}
