import { runCommand } from './run-command';

const options = { folder: process.cwd(), environment: { ONLY: 'this' }, signal: new AbortController().signal };
const node = (script: string): readonly [string, ...string[]] => [process.execPath, '-e', script];

it('answers what the program wrote and how it ended', async () => {
  const script = 'console.log(process.env.ONLY, process.env.PATH); console.error("bad"); process.exit(3)';
  await expect(runCommand(node(script), options)).resolves.toEqual({
    code: 3,
    stdout: 'this undefined\n',
    stderr: 'bad\n',
  });
});

it('tells of a program that is not there', async () => {
  const result = await runCommand(['no-such-program'], options);
  expect(result).toEqual({ code: undefined, stdout: '', stderr: expect.stringContaining('ENOENT') });
});

it('ends the program and what it has started when it is aborted', async () => {
  const abort = new AbortController();
  const script = 'require("child_process").spawn("sleep", ["600"], { stdio: "inherit" }); setInterval(() => {}, 1000)';
  const ended = runCommand(node(script), { ...options, environment: { PATH: '/bin:/usr/bin' }, signal: abort.signal });
  setTimeout(() => abort.abort(), 300);
  await expect(ended).resolves.toMatchObject({ code: undefined }); // its output is closed: nobody has it open any more
  await expect(runCommand(node(''), { ...options, signal: abort.signal })).resolves.toMatchObject({ code: undefined });
});
