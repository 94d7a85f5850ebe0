import { stackProject } from './__fixtures__/fake-supervisor';

const FULL = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

it.each([[['help']], [['status', '--json']], [['config', 'validate', '--json']], [['down', '--json', '--quiet']]])(
  'is no success when there is no room for the output of %j',
  async (words) => {
    await using project = await stackProject();
    const { exitCode, stderr, stdout } = project.run(words);
    stdout._write = (_chunk, _encoding, done: (error: Error) => void) => done(FULL);
    expect(await exitCode).toBe(4);
    expect(stderr.text).toBe(
      'error MC_FILE_WRITE_FAILED: Not all of the output could be written: ENOSPC: no space left on device, write.\n' +
        'hint: make room where stdout goes to, and call it again\n',
    );
  },
);
