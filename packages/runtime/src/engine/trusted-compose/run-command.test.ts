import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, temporaryFolder } from '@mediaconduit/testkit';
import { runProgram } from '../../__fixtures__/run-program';
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

it('ends the program with the one that runs it, although it takes no notice of polite signals', async () => {
  await using folder = await temporaryFolder();
  const script =
    'process.on("SIGTERM", () => 0); fs.writeFileSync("pid", `${process.pid}`); setInterval(() => 0, 1000)';
  const program = runProgram(
    `const { runCommand } = require(argument.module);
    void runCommand(argument.words, { folder: argument.folder, environment: {}, signal: new AbortController().signal });
    const file = argument.folder + '/pid';
    const { existsSync, readFileSync } = require('node:fs');
    setInterval(() => existsSync(file) && Number(readFileSync(file)) > 0 && process.exit(0), 20);`,
    {
      module: join(__dirname, '../../../dist/engine/trusted-compose/run-command.js'),
      words: node(script),
      folder: folder.path,
    },
  );
  await expect(program.ended()).resolves.toMatchObject({ end: 0 });
  const pid = Number(await readFile(join(folder.path, 'pid'), 'utf8'));
  await eventually(async () => expect(isRunning(pid)).toBe(false));
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
