import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const PACKAGES = resolve(__dirname, '../../../__fixtures__/original-packages');

/** The packages with the habits of those that are published for the original core; `one-service` serves all local ones. */
export async function originalPackages(): Promise<string[]> {
  return (await readdir(PACKAGES)).filter((name) => name.endsWith('-provider')).sort();
}

/**
 * Puts all of them into a folder, each with what `npm install` gives it: its dependencies, and a copy of the original
 * core, which fails as soon as it is loaded. Their service is the one in the folder, as GitHub is not asked.
 */
export async function installOriginalPackages(project: string): Promise<void> {
  await cp(PACKAGES, project, { recursive: true });
  await writeFile(join(project, 'package.json'), '{}');
  for (const name of await originalPackages()) {
    const manifest = join(project, name, 'MediaConduit.provider.yml');
    const text = await readFile(manifest, 'utf8');
    await writeFile(manifest, text.replace(/^serviceUrl: .*$/m, 'serviceUrl: file:../one-service'));
    await installDependencies(join(project, name, 'node_modules'));
  }
}

async function installDependencies(modules: string): Promise<void> {
  for (const [file, text] of Object.entries(STANDINS)) await write(join(modules, file), text);
  // what they call services with is the real thing
  const sdk = createRequire(require.resolve('@mediaconduit/sdk/package.json'));
  const axios = dirname(sdk.resolve('axios/package.json'));
  const formData = dirname(createRequire(join(axios, 'package.json')).resolve('form-data/package.json'));
  await symlink(axios, join(modules, 'axios'), 'junction');
  await symlink(formData, join(modules, 'form-data'), 'junction');
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

const CORE = '@mediaconduit/mediaconduit';
const STANDINS: Readonly<Record<string, string>> = {
  // an ES module, as the real one is
  'node-fetch/package.json': '{"name":"node-fetch","version":"3.3.2","type":"module","exports":"./index.js"}',
  'node-fetch/index.js': 'export default async () => ({ ok: true });\nexport class Response {}\n',
  'uuid/package.json': '{"name":"uuid","version":"9.0.1","main":"index.js"}',
  'uuid/index.js': 'exports.v4 = () => "00000000-0000-4000-8000-000000000000";',
  'replicate/package.json': '{"name":"replicate","version":"0.31.0","main":"index.js"}',
  'replicate/index.js':
    'module.exports = class Replicate { async run(id, { input }) { return Buffer.from(`${id}: ${input.prompt}`); } };',
  [`${CORE}/package.json`]: `{"name":"${CORE}","version":"0.1.8","main":"dist/index.js"}`,
  [`${CORE}/dist/index.js`]: 'require("./replicate");',
  [`${CORE}/src/media/types/provider.js`]: 'throw new Error("the copy of the provider");',
  [`${CORE}/src/media/assets/roles/index.js`]: 'exports.Text = class Text {};',
};
