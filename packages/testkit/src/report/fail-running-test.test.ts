import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const PACKAGE = dirname(dirname(__dirname));
const WORKSPACE = dirname(dirname(PACKAGE));
/** Inside the package, so that the tests find it by its name. */
const FOLDER = join(PACKAGE, '.cache', 'failing');

const TESTS = `
import { startFakeService } from '@mediaconduit/testkit';

const ask = async (): Promise<number> => {
  await using service = await startFakeService({ routes: {} });
  const { status } = await fetch(service.url + '/x');
  return status;
};

it('does not look', ask as unknown as () => Promise<void>);

it('looks', async () => {
  await using service = await startFakeService({ routes: {} });
  expect((await fetch(service.url + '/y')).status).toBe(200);
});

describe('afterwards', () => {
  afterAll(async () => void (await ask()));
  it('does nothing', () => undefined);
});
`;

/** What Jest says of the tests above. */
function runTests(): Promise<string> {
  const jest = join(WORKSPACE, 'node_modules', 'jest', 'bin', 'jest.js');
  const argv = [jest, '--config', join(WORKSPACE, 'jest.config.cjs'), '--rootDir', FOLDER, '--runInBand'];
  return new Promise((resolve) => {
    execFile(process.execPath, argv, { cwd: FOLDER }, (_error, _stdout, stderr) => resolve(stderr));
  });
}

describe('failRunningTest', () => {
  beforeAll(() => mkdir(join(FOLDER, 'src'), { recursive: true }));
  afterAll(() => rm(FOLDER, { recursive: true, force: true }));

  it('fails a test that did not look, adds to the failure of one that did, and fails a hook', async () => {
    await writeFile(join(FOLDER, 'src', 'failing.test.ts'), TESTS);
    const said = await runTests();
    expect(said).toContain(
      '● does not look\n\n    MediaConduitError: fake-service got a request that it cannot answer: GET /x',
    );
    expect(said).toContain('● looks\n\n    expect(received).toBe(expected)');
    expect(said).toContain(
      '● looks\n\n    MediaConduitError: fake-service got a request that it cannot answer: GET /y',
    );
    expect(said).toContain(
      '● Test suite failed to run\n\n    MediaConduitError: fake-service got a request that it cannot answer: GET /x',
    );
    expect(said).not.toContain('uppressedError');
  }, 60_000);

  it('throws where no test runs', () => {
    const script = `const { failRunningTest } = require('./dist/report/fail-running-test');
      try { failRunningTest(new Error('moo')); } catch (error) { process.stdout.write(error.message); }`;
    return new Promise<void>((resolve) => {
      execFile(process.execPath, ['-e', script], { cwd: PACKAGE }, (_error, stdout) => {
        expect(stdout).toBe('moo');
        resolve();
      });
    });
  });
});
