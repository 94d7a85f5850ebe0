// `mediaconduit matrix` with two versions of the core that differ in the contract, and providers for the one, the other and both.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { publishNextCore, publishProvider } from './next-core.mjs';
import { openPublishedRegistry } from './published.mjs';
import { StrangersProject } from './stranger.mjs';

const BOTH = { name: '@mediaconduit/e2e-both', contract: '1-2', sdk: '^1.0.0 || ^2.0.0-next.0' };
const NEW = { name: '@mediaconduit/e2e-new', contract: '2', sdk: '^2.0.0-next.0' };
// the function that the next core has no more
const BROKEN = { ...BOTH, name: '@mediaconduit/e2e-broken', code: "sdk.textOf('x');\n" };
const PEER = { ...NEW, name: '@mediaconduit/e2e-peer', peer: '^2.0.0-next.0' };
/** Those about the contract and about loading: what differs between the two. */
const RULES = ['--rule', 'MC-P02', 'MC-P11', 'MC-P12', 'MC-P13'];

/** What the command answers and how it ends, and what it leaves in the folder for temporary files. */
async function runMatrix(project, ...words) {
  const tmp = join(project.folder, 'tmp');
  mkdirSync(tmp, { recursive: true });
  const script = `TMPDIR="${tmp}" npx mediaconduit matrix "$@" --json || echo "$?" >&2`;
  const { stderr, stdout } = await project.run('bash', '-c', script, 'matrix', ...words);
  assert.deepEqual(readdirSync(tmp), []);
  return { ...JSON.parse(stdout), failed: /^9$/m.test(stderr) };
}

function outcomesOf({ providers }) {
  return Object.fromEntries(providers.map(({ provider, cells }) => [provider, cells.map(({ outcome }) => outcome)]));
}

describe('mediaconduit matrix', () => {
  let registry;
  let project;
  let next;

  before(async () => {
    registry = await openPublishedRegistry();
    next = await publishNextCore(registry);
    for (const provider of [BOTH, NEW, BROKEN, PEER]) await publishProvider(registry, provider);
    project = new StrangersProject(registry.url);
    await project.install('@mediaconduit/mediaconduit');
  });
  after(async () => {
    project?.remove();
    await registry?.stop();
  });

  it('tells what fits both cores, what fits one, and what the next one breaks', async () => {
    const answer = await runMatrix(project, BOTH.name, NEW.name, BROKEN.name, ...RULES);
    assert.deepEqual(
      answer.cores.map(({ version, names }) => [version, names]),
      [
        ['1.0.0', ['installed', 'latest']],
        [next, ['next']],
      ],
    );
    assert.deepEqual(outcomesOf(answer), {
      [BOTH.name]: ['passed', 'passed'],
      [NEW.name]: ['refused', 'passed'],
      [BROKEN.name]: ['passed', 'failed'],
    });
    const [, { cells: newCells }, { cells: brokenCells }] = answer.providers;
    assert.match(newCells[0].problem.message, /contract 2; this runtime speaks contract 1/);
    assert.deepEqual(
      brokenCells[1].broken.map(({ id }) => id),
      ['MC-P11'],
    );
    assert.match(brokenCells[1].broken[0].details[0], /textOf is not a function/);
    assert.deepEqual({ ok: answer.ok, failed: answer.failed }, { ok: false, failed: true });
  });

  it('finds no fault in what a provider rules out itself', async () => {
    const answer = await runMatrix(project, NEW.name, PEER.name, '--core', 'latest', '--rule', 'MC-P02');
    assert.deepEqual(outcomesOf(answer), { [NEW.name]: ['refused'], [PEER.name]: ['not-installable'] });
    const [, { cells }] = answer.providers;
    assert.equal(cells[0].problem.code, 'ERESOLVE');
    assert.match(cells[0].problem.message, /peer @mediaconduit\/mediaconduit@"\^2/);
    assert.deepEqual({ ok: answer.ok, failed: answer.failed }, { ok: true, failed: false });
  });
});
