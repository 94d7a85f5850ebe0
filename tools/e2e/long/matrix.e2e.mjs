// `mediaconduit matrix` with two versions of the core that differ in the contract, and providers for the one and for the other.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { root } from '../../dev/workspace.mjs';
import { publishNextCore, publishProvider } from '../next-core.mjs';
import { openPublishedRegistry } from '../published.mjs';
import { StrangersProject } from '../stranger.mjs';

const NEW = { name: '@mediaconduit/e2e-new', contract: '2', sdk: '^2.0.0-next.0' };
// calls the function that the next core has no more
const BROKEN = {
  name: '@mediaconduit/e2e-broken',
  contract: '1-2',
  sdk: '^1.0.0 || ^2.0.0-next.0',
  code: "sdk.textOf('x');\n",
};
const PEER = { ...NEW, name: '@mediaconduit/e2e-peer', peer: '^2.0.0-next.0' };
/** Those about the contract and about loading: what differs between the two. */
const RULES = ['--rule', 'MC-P02', 'MC-P11', 'MC-P12', 'MC-P13'];

const COMMAND = join(root, 'packages', 'mediaconduit', 'bin', 'mediaconduit.js');

/** What the command answers with exit code 9, and nothing left in the folder for temporary files. */
async function runMatrix(project, ...words) {
  const tmp = join(project.folder, 'tmp');
  mkdirSync(tmp);
  const script = `TMPDIR="${tmp}" "$@" --json || test "$?" = 9`;
  const { stdout } = await project.run('bash', '-c', script, 'sh', process.execPath, COMMAND, 'matrix', ...words);
  assert.deepEqual(readdirSync(tmp), []);
  return JSON.parse(stdout);
}

describe('mediaconduit matrix', () => {
  let registry;
  let project;
  let next;

  before(async () => {
    registry = await openPublishedRegistry();
    next = await publishNextCore(registry);
    await Promise.all([NEW, BROKEN, PEER].map((provider) => publishProvider(registry, provider)));
    project = new StrangersProject(registry.url);
  });
  after(async () => {
    project?.remove();
    await registry?.stop();
  });

  it('tells what fits the next core only, and what that breaks', async () => {
    const names = [NEW, BROKEN, PEER].map(({ name }) => name);
    const { cores, ok, providers } = await runMatrix(project, ...names, ...RULES);
    assert.deepEqual(
      cores.map((core) => [core.version, core.names]),
      [
        ['1.0.0', ['installed', 'latest']],
        [next, ['next']],
      ],
    );
    const cells = Object.fromEntries(providers.map((row) => [row.provider, row.cells]));
    const told = Object.entries(cells).map(([name, row]) => [name, ...row.map((cell) => [cell.outcome, cell.isFault])]);
    assert.deepEqual(told, [
      [NEW.name, ['refused', false], ['passed', false]],
      [BROKEN.name, ['passed', false], ['failed', true]],
      [PEER.name, ['not-installable', false], ['passed', false]],
    ]);
    assert.match(cells[NEW.name][0].problem.message, /contract 2; this runtime speaks contract 1/);
    assert.match(cells[PEER.name][0].problem.message, /peer @mediaconduit\/mediaconduit@"\^2/);
    const [{ details, id }, ...others] = cells[BROKEN.name][1].broken;
    assert.deepEqual({ id, others }, { id: 'MC-P11', others: [] });
    assert.match(details[0], /textOf is not a function/);
    assert.equal(ok, false);
  });
});
