import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import * as compat from './index';

const PACKAGE = resolve(__dirname, '..', '..');
const { originalPaths, otherSources } = jest.requireActual<{
  originalPaths: Record<string, string[]>;
  otherSources: Record<string, string>;
}>('../../original-paths.cjs');

/** A project outside the workspace with our packages linked into its node_modules. */
function linkPackages(folder: string): void {
  const scope = join(folder, 'node_modules', '@mediaconduit');
  mkdirSync(scope, { recursive: true });
  symlinkSync(PACKAGE, join(scope, 'mediaconduit'), 'junction');
  symlinkSync(resolve(PACKAGE, '..', 'sdk'), join(scope, 'sdk'), 'junction');
}

describe('the module paths of the original core', () => {
  let project: TemporaryFolder;

  beforeAll(async () => {
    project = await temporaryFolder();
    linkPackages(project.path);
  });

  afterAll(() => project[Symbol.asyncDispose]());

  it('offer every name that old providers import, to require() and to import, and one Text', () => {
    const fixture = join(__dirname, '__fixtures__', 'original-project.cjs');
    const env = { ...process.env, MEDIACONDUIT_HOME: join(project.path, 'home') };
    const output = execFileSync(process.execPath, [fixture, project.path], { encoding: 'utf8', env });
    expect(JSON.parse(output)).toEqual({
      missing: [],
      notLinked: [],
      copiesOfText: 1,
      registries: ['ProviderRegistry', 'ServiceRegistry'],
      single: true,
    });
  });

  it('have nothing of the services that the original core once held itself', () => {
    const names = [...Object.values(originalPaths).flat(), ...Object.keys(compat)];
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => /Ollama|Whisper|FFMPEG|Chatterbox|Kokoro|Zonos/i.test(name))).toEqual([]);
  });

  it('give the class a type in a project that resolves modules in the old way', () => {
    writeFileSync(join(project.path, 'provider.ts'), OLD_TYPESCRIPT);
    const tsc = resolve(PACKAGE, '../../node_modules/typescript/bin/tsc');
    const flags = '--noEmit --strict --skipLibCheck --target es2020 --module commonjs --moduleResolution node10';
    const quiet = [
      '--ignoreDeprecations',
      '6.0',
      '--types',
      'node',
      '--typeRoots',
      resolve(PACKAGE, '../../node_modules/@types'),
    ];
    const { status, stdout } = spawnSync(process.execPath, [tsc, ...flags.split(' '), ...quiet, 'provider.ts'], {
      cwd: project.path,
      encoding: 'utf8',
    });
    expect([stdout, status]).toEqual(['', 0]);
  }, 60_000);

  it('name only what exists', () => {
    const known = new Set([...Object.keys(compat), ...Object.keys(otherSources)]);
    const unknown = Object.values(originalPaths)
      .flat()
      .filter((name) => !known.has(name));
    expect(unknown).toEqual([]);
  });

  it('are JavaScript and declarations, without TypeScript that a loader would prefer', () => {
    for (const path of Object.keys(originalPaths)) {
      const file = join(PACKAGE, 'src', path);
      expect([existsSync(`${file}.js`), existsSync(`${file}.d.ts`), existsSync(`${file}.ts`)]).toEqual([
        true,
        true,
        false,
      ]);
    }
  });

  it('load no runtime, but for the registries', () => {
    const model = join(PACKAGE, 'src/media/types/provider.js');
    const script = `require(${JSON.stringify(model)}); console.log(Object.keys(require.cache).join('\\n'))`;
    const loaded = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    expect(loaded).toContain(join('lib', 'compat', 'index.js'));
    expect(loaded).not.toContain(`${join('runtime', 'lib')}`);
  });

  it('are published', () => {
    const manifest = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
    expect(manifest.files).toEqual(expect.arrayContaining(['src/media', 'src/services']));
    expect(dirname(manifest.exports['./src/media/*'].default)).toBe('./src/media');
  });
});

const OLD_TYPESCRIPT = `
import { MediaCapability, MediaProvider, ProviderConfig, ProviderModel, ProviderType } from '@mediaconduit/mediaconduit/src/media/types/provider';
import { AbstractDockerProvider } from '@mediaconduit/mediaconduit/src/media/providers/docker/AbstractDockerProvider';
import { TextToTextModel, TextToTextOptions } from '@mediaconduit/mediaconduit/src/media/models/abstracts/TextToTextModel';
import { TextToTextProvider } from '@mediaconduit/mediaconduit/src/media/capabilities';
import { Text, TextRole } from '@mediaconduit/mediaconduit/src/media/assets/roles';
import { ModelConfig, Text as GuideText, TextToTextModel as GuideModel, TextToTextOptions as GuideOptions } from '@mediaconduit/mediaconduit/src/media/types/provider';
export { MediaProvider, TextToTextOptions };

export class ModelOfTheGuide extends GuideModel {
  constructor(private dockerService: any, config: ModelConfig) { super(config); }
  async isAvailable(): Promise<boolean> { return true; }
  async transform(input: GuideText | GuideText[], options?: GuideOptions): Promise<GuideText> {
    const text = Array.isArray(input) ? input[0] : input;
    const { data } = await this.dockerService.post('/transform', { text: text.content, options });
    return new GuideText(data.result);
  }
}

export class CowModel extends TextToTextModel {
  readonly id = 'cow';
  readonly name = 'Cow';
  readonly capabilities = [MediaCapability.TEXT_TO_TEXT];
  constructor(config: ProviderModel) { super(config); }
  async isAvailable(): Promise<boolean> { return true; }
  async transform(input: TextRole | TextRole[], options?: TextToTextOptions): Promise<Text> {
    const text = await (Array.isArray(input) ? input[0] : input).asRole(Text);
    return new Text(text.content + String(options?.eyes), text.language || 'en', 1.0, { a: 1 }, text.sourceAsset);
  }
}

export class WithGetter extends AbstractDockerProvider {
  readonly id = 'a';
  readonly name = 'A';
  readonly type = ProviderType.LOCAL;
  readonly capabilities: MediaCapability[] = [MediaCapability.AUDIO_TO_TEXT];
  get models(): ProviderModel[] { return []; }
  protected getServiceUrl(): string | undefined { return 'github:o/r'; }
  protected getDefaultBaseUrl(): string { return 'http://localhost:9000'; }
  protected async onServiceReady(): Promise<void> { this.getDockerService().getServiceInfo().ports[0].toFixed(); }
  getAvailableModels(): string[] { return []; }
  async createModel(modelId: string): Promise<unknown> { return modelId; }
}

export class WithField extends AbstractDockerProvider implements TextToTextProvider {
  readonly id = 'b';
  readonly name = 'B';
  readonly type = ProviderType.LOCAL;
  readonly capabilities = [MediaCapability.TEXT_TO_TEXT];
  models: ProviderModel[] = [];
  constructor(dockerService?: any) { super(dockerService); }
  async configure(config: ProviderConfig): Promise<void> { await super.configure({ ...config, timeout: 5000 }); }
  async getModel(modelId: string): Promise<CowModel> { return this.createTextToTextModel(modelId); }
  async createTextToTextModel(id: string): Promise<CowModel> {
    return new CowModel({ id, name: id, capabilities: this.capabilities, parameters: {} });
  }
  getSupportedTextToTextModels(): string[] { return []; }
  supportsTextToTextModel(): boolean { return false; }
}
export const provider: MediaProvider = new WithField();
`;
