import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What an application said, as JSON, and how it ended. */
export interface ApplicationRun {
  readonly said: readonly unknown[];
  readonly errors: string;
  readonly code: number | null;
}

/** Runs CommonJS code as a program of its own against the built package; it sees `argument` and `say(value)`. */
export async function runApplication(
  code: string,
  argument: object = {},
  environment: NodeJS.ProcessEnv = {},
): Promise<ApplicationRun> {
  const program = [
    'const argument = JSON.parse(process.argv[1]);',
    'const say = (value) => void process.stdout.write(JSON.stringify(value) + "\\n");',
    code,
  ].join('\n');
  // the package finds itself by its name from its own folder
  const child = spawn(process.execPath, ['-e', program, JSON.stringify(argument)], {
    cwd: join(__dirname, '../../..'),
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  const said = output.split('\n').filter((line) => line !== '');
  return { said: said.map((line) => JSON.parse(line) as unknown), errors, code: status };
}
