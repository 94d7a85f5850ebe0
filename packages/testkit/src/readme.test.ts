import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeInnerProject, type InnerProject } from './__fixtures__/inner-project';

const DEADLINE_MS = 180_000;

/** The blocks of the README that have a file name. */
const text = readFileSync(join(dirname(__dirname), 'README.md'), 'utf8');
const examples = [...text.matchAll(/^```ts (\S+)\n([^]*?)^```$/gm)].map(
  ([, name = '', code = '']) => [name, code] as const,
);

describe('README.md', () => {
  let project: InnerProject;
  beforeAll(async () => void (project = await makeInnerProject('readme', examples)));
  afterAll(() => project[Symbol.asyncDispose]());

  it('has an example for every tool', () => {
    const tests = examples.map(([name]) => name).filter((name) => name.endsWith('.test.ts'));
    expect(tests).toEqual([
      'matchers.test.ts',
      'fake-service-handle.test.ts',
      'fake-service.test.ts',
      'fault-proxy.test.ts',
      'cassette.test.ts',
      'replay-exchanges.test.ts',
      'surroundings.test.ts',
      'fake-engine.test.ts',
    ]);
  });

  it(
    'has examples that pass',
    async () => {
      const said = await project.runJest();
      expect(said).toEqual({
        passed: true,
        text: expect.stringMatching(/^Tests: +(\d+) passed, \1 total$/m) as string,
      });
    },
    DEADLINE_MS,
  );

  it(
    'has examples of the right types',
    async () => expect(await project.checkTypes()).toEqual({ passed: true, text: '' }),
    DEADLINE_MS,
  );
});
