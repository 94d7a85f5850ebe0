import { execFile } from 'node:child_process';
import { cp, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { PROVIDER_CODE, testProject } from '../__fixtures__/test-project';

const runFile = promisify(execFile);
const PACKAGE = path.join(__dirname, '..', '..', '..');

/** The package itself, as package managers put it below a project. */
async function installRuntime(folder: string): Promise<void> {
  const place = path.join(folder, 'node_modules', '@mediaconduit', 'runtime');
  await cp(path.join(PACKAGE, 'lib'), path.join(place, 'lib'), { recursive: true });
  await cp(path.join(PACKAGE, 'package.json'), path.join(place, 'package.json'));
  await symlink(path.join(PACKAGE, 'node_modules'), path.join(place, 'node_modules'));
}

const asEsModule = PROVIDER_CODE.replace('module.exports =', 'export default');
const CASES = ['@mediaconduit/sdk', '@mediaconduit/mediaconduit'].flatMap((name) => [
  ['a CommonJS module', name, 'index.js', `try { require('${name}'); } catch {}\n${PROVIDER_CODE}`] as const,
  ['an ES module', name, 'index.mjs', `await import('${name}').catch(() => undefined);\n${asEsModule}`] as const,
]);

/** Where Node.js has hooks in the same thread, they hear each `require.resolve()` as well. */
describe('a provider whose folder holds the runtime and the program', () => {
  it.each(CASES)(
    'is loaded as %s with %s',
    async (_kind, name, file, code) => {
      await using project = await testProject();
      const folder = await project.provider('cow-provider', 'cow');
      await writeFile(path.join(folder, file), code);
      const manifest = { name: 'cow-provider', main: file, dependencies: { [name]: '*' } };
      await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
      await installRuntime(folder);
      const home = JSON.stringify(path.join(project.folder, 'home'));
      const program = path.join(folder, 'try.cjs');
      await writeFile(
        program,
        `const { createRuntime } = require('@mediaconduit/runtime');
       const { providers } = createRuntime({ projectFolder: __dirname, home: ${home} });
       providers.getProvider('.').then(({ id }) => process.stdout.write(id));`,
      );
      const { stdout } = await runFile(process.execPath, [program], { cwd: folder, timeout: 60_000 });
      expect(stdout).toBe('cow');
    },
    90_000,
  );
});
