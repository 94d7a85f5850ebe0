import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { makeInnerProject } from '../__fixtures__/inner-project';

const PACKAGE = dirname(dirname(__dirname));
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

describe('failRunningTest', () => {
  it('fails a test that did not look, adds to the failure of one that did, and fails a hook', async () => {
    await using project = await makeInnerProject('failing', [['failing.test.ts', TESTS]]);
    const { text } = await project.runJest();
    expect(text).toContain(
      '● does not look\n\n    MediaConduitError: fake-service got a request that it cannot answer: GET /x',
    );
    expect(text).toContain('● looks\n\n    expect(received).toBe(expected)');
    expect(text).toContain(
      '● looks\n\n    MediaConduitError: fake-service got a request that it cannot answer: GET /y',
    );
    expect(text).toContain('● Test suite failed to run\n\n    MediaConduitError: fake-service got');
    expect(text).not.toContain('uppressedError');
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
