import { execFile } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { buildOriginalPackages } from './__fixtures__/build-original-packages';
import { installOriginalPackages, originalPackages } from './__fixtures__/install-original-packages';

interface Loaded {
  readonly results: Record<string, Record<string, unknown>>;
  readonly warnings: string[];
  /** Files of the SDK or the core that were loaded from the packages. */
  readonly copies: string[];
  /** Whether esbuild was loaded. */
  readonly compiler: boolean;
}

const run = promisify(execFile);

async function load(project: string, names: readonly string[], keys: NodeJS.ProcessEnv = {}): Promise<Loaded> {
  const program = join(__dirname, '__fixtures__', 'load-original-packages.cjs');
  const env = { PATH: process.env['PATH'], ...keys };
  const { stdout } = await run(process.execPath, [program, project, ...names], { env });
  return JSON.parse(stdout) as Loaded;
}

const KEYS = {
  ANTHROPIC_API_KEY: 'key-of-a-test',
  OPENROUTER_API_KEY: 'key-of-a-test',
  REPLICATE_API_TOKEN: 'r8_test',
};

const EXPECTED = {
  'anthropic-provider': { id: 'anthropic', class: 'AnthropicProvider', said: 'anthropic: hello', kind: 'Text' },
  'cowsay-provider': {
    ...{ id: 'cowsay-docker-provider', class: 'CowsayDockerProvider' },
    ...{ said: '< hello >', kind: 'Text' },
  },
  'guide-provider': { id: 'my-provider', class: 'MyProvider', said: 'HELLO', kind: 'Text' },
  'ollama-provider': {
    ...{ id: 'ollama-docker-provider', class: 'OllamaDockerProvider' },
    ...{ said: 'llama3.2:1b says hello', kind: 'Text' },
  },
  'openrouter-provider': { id: 'openrouter', class: 'OpenRouterProvider', said: 'openrouter: hello', kind: 'Text' },
  'replicate-provider': {
    ...{ id: 'replicate', class: 'ReplicateProvider', protocol: 'https' },
    ...{ said: 'black-forest-labs/flux-schnell: hello', kind: 'Image' },
  },
  'whisper-provider': {
    ...{ id: 'whisper-docker-provider', class: 'WhisperDockerProvider' },
    ...{ said: 'words', kind: 'none' },
  },
};

describe('packages as they were published for the original core', () => {
  let project: TemporaryFolder;

  beforeEach(async () => {
    project = await temporaryFolder();
    await installOriginalPackages(project.path);
  });

  afterEach(() => project[Symbol.asyncDispose]());

  it('run from their sources, unmodified, with the core of the host and one warning', async () => {
    const names = await originalPackages();
    const first = await load(project.path, names, KEYS);
    expect(first).toEqual({
      results: EXPECTED,
      warnings: ['cowsay-docker-provider: src/index.ts hands on ./types, which is missing: its names are left out'],
      copies: [],
      compiler: true,
    });
    // compiled once for all programs of this home
    const second = await load(project.path, names, KEYS);
    expect(second).toEqual({ ...first, compiler: false });
  }, 60_000);

  it.each([['cjs'], ['esm']] as const)(
    'run from what was built of them, as %s',
    async (format) => {
      await buildOriginalPackages(project.path, format);
      const { compiler, copies, results, warnings } = await load(project.path, await originalPackages(), KEYS);
      expect(results).toEqual(EXPECTED);
      expect({ compiler, copies, warnings }).toEqual({ compiler: false, copies: [], warnings: [] });
    },
    60_000,
  );

  it('are compiled again when a source changes or what was kept is damaged', async () => {
    const source = join(project.path, 'anthropic-provider/src/AnthropicTextToTextModel.ts');
    await load(project.path, ['anthropic-provider'], KEYS);
    const compiled = join(project.path, 'home', 'compiled');
    const files = (await readdir(compiled, { recursive: true })).filter((name) => name.endsWith('.cjs'));
    expect(files).toHaveLength(3);
    for (const file of files) await writeFile(join(compiled, file), 'module.exports = "torn');
    await writeFile(source, (await readFile(source, 'utf8')).replace('`anthropic: ', '`claude: '));
    const { results } = await load(project.path, ['anthropic-provider'], KEYS);
    expect(results['anthropic-provider']).toMatchObject({ said: 'claude: hello' });
  }, 60_000);

  it('get the names of the package itself under a path that is not there', async () => {
    const source = join(project.path, 'anthropic-provider/src/AnthropicTextToTextModel.ts');
    const text = await readFile(source, 'utf8');
    await writeFile(source, text.replace('/src/media/assets/roles', '/src/media/assets/Everything'));
    const { results, warnings } = await load(project.path, ['anthropic-provider'], KEYS);
    expect(results['anthropic-provider']).toEqual(EXPECTED['anthropic-provider']);
    expect(warnings).toEqual([
      'anthropic-provider: src/AnthropicTextToTextModel.ts asks for @mediaconduit/mediaconduit/src/media/assets/Everything, which is not there: it gets the names of the package itself',
    ]);
  }, 60_000);

  it('get the core of the host as ES modules, too', async () => {
    const core = 'es-provider/node_modules/@mediaconduit/mediaconduit';
    await project.write('es-provider/MediaConduit.provider.yml', 'id: es\nname: ES\ntype: remote\n');
    await project.write('es-provider/package.json', '{"name":"es-provider","type":"module","main":"index.js"}');
    await project.write('es-provider/index.js', ES_MODULE);
    await project.write(`${core}/package.json`, '{"name":"@mediaconduit/mediaconduit","version":"0.1.8"}');
    await project.write(`${core}/index.js`, 'throw new Error("the copy of the provider");');
    const { results } = await load(project.path, ['es-provider']);
    expect(results['es-provider']).toMatchObject({ id: 'es', said: 'HELLO', kind: 'Text' });
  }, 60_000);

  it('say what is wrong with one that is broken, while the others run', async () => {
    await writeFile(join(project.path, 'ollama-provider/src/OllamaAPIClient.ts'), 'export class {');
    await rm(join(project.path, 'whisper-provider/node_modules/axios'));
    await rm(join(project.path, 'replicate-provider/src/ReplicateClient.ts'));
    const names = ['ollama-provider', 'whisper-provider', 'replicate-provider', 'cowsay-provider'];
    const { results } = await load(project.path, names, KEYS);
    const at = (file: string): string => join(project.path, file);
    expect(results).toEqual({
      'ollama-provider': {
        code: 'MC_PROVIDER_LOAD_FAILED',
        message: `The code of provider "ollama-docker-provider" failed while loading: ${at('ollama-provider/src/OllamaAPIClient.ts')}:1 Expected identifier but found "{"`,
        hint: 'correct the file, or build the package again',
      },
      'whisper-provider': {
        code: 'MC_PROVIDER_LOAD_FAILED',
        message: `The code of provider "whisper-docker-provider" failed while loading: Cannot find module 'axios', which ${at('whisper-provider/src/WhisperAPIClient.ts')} asks for`,
        hint: `install its dependencies: npm install --omit=dev in ${at('whisper-provider')}`,
      },
      'replicate-provider': {
        code: 'MC_PROVIDER_LOAD_FAILED',
        message: `The code of provider "replicate-provider" failed while loading: Cannot find module './ReplicateClient', which ${at('replicate-provider/src/ReplicateProvider.ts')} asks for`,
        hint: 'add the file to the package, or build the package again',
      },
      'cowsay-provider': EXPECTED['cowsay-provider'],
    });
  }, 60_000);
});

const ES_MODULE = `
import { MediaCapability } from '@mediaconduit/mediaconduit';
import { Text } from '@mediaconduit/mediaconduit/src/media/assets/roles';

export default class EsProvider {
  id = 'es';
  name = 'ES';
  type = 'remote';
  capabilities = [MediaCapability.TEXT_TO_TEXT];
  async configure() {}
  async isAvailable() { return true; }
  getModelsForCapability() { return []; }
  async getModel() { return { transform: async (text) => new Text(text.content.toUpperCase()) }; }
  async getHealth() { return { status: 'healthy', uptime: 0, activeJobs: 0, queuedJobs: 0 }; }
}
`;
