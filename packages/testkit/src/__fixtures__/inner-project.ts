import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const PACKAGE = dirname(dirname(__dirname));
const WORKSPACE = dirname(dirname(PACKAGE));

/** What a program said, on both its outputs, and whether it ended well. */
export interface Said {
  readonly passed: boolean;
  readonly text: string;
}

/** TypeScript in a folder inside this package, where it finds the package by its name. */
export interface InnerProject extends AsyncDisposable {
  runJest(): Promise<Said>;
  checkTypes(): Promise<Said>;
}

/** Makes a project of files by name. */
export async function makeInnerProject(
  name: string,
  files: Iterable<readonly [string, string]>,
): Promise<InnerProject> {
  const folder = join(PACKAGE, '.cache', name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'src'), { recursive: true });
  for (const [file, code] of files) await writeFile(join(folder, 'src', file), code);
  const settings = { extends: '../../tsconfig.test.json', compilerOptions: { rootDir: 'src' } };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings));
  const config = ['--config', join(WORKSPACE, 'jest.config.cjs')];
  return {
    runJest: () => run(folder, 'jest/bin/jest.js', ...config, '--rootDir', folder, '--runInBand'),
    checkTypes: () => run(folder, 'typescript/bin/tsc', '-p', folder),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

function run(cwd: string, program: string, ...argv: readonly string[]): Promise<Said> {
  const { MEDIACONDUIT_RECORD: _record, NO_COLOR: _color, SUITE: _suite, ...environment } = process.env;
  const env = { ...environment, FORCE_COLOR: '0' };
  return new Promise((resolve) => {
    execFile(process.execPath, [join(WORKSPACE, 'node_modules', program), ...argv], { cwd, env }, (error, out, err) => {
      resolve({ passed: error === null, text: out + err });
    });
  });
}
