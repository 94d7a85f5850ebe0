import { findComposeTool } from './compose-tool';
import type { RunCommand } from './run-command';

const options = { folder: '/', environment: {}, signal: new AbortController().signal };

const runOf =
  (...working: string[]): RunCommand =>
  async (words) => ({ code: working.includes(words.join(' ')) ? 0 : undefined, stdout: '', stderr: '' });

it.each([
  ['the plugin, when both answer', ['docker compose version', 'docker-compose version'], ['docker', 'compose']],
  ['version 1 without it', ['docker-compose version'], ['docker-compose']],
])('takes %s', async (_what, working, tool) => {
  await expect(findComposeTool(runOf(...working), options)).resolves.toEqual(tool);
});

it('says what to install where there is none', async () => {
  await expect(findComposeTool(runOf(), options)).rejects.toMatchObject({
    code: 'MC_ENGINE_UNAVAILABLE',
    hint: expect.stringContaining('apt-get install docker-compose'),
  });
});
