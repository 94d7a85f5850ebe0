import { parseProviderManifest, parseServiceDefinition } from '@mediaconduit/sdk/manifest';
import { folderOf, migrated, textOf } from './__fixtures__/folder-of';
import * as forms from './__fixtures__/old-forms';
import { YamlText } from './yaml-text';

const MANIFEST = /mediaconduit\.(?:provider|service)\.ya?ml$/i;
const PROVIDER = 'MediaConduit.provider.yml';
const SERVICE = 'MediaConduit.service.yml';
const index = { 'index.js': 'module.exports = class ZonosProvider {};\n' };
const head = 'id: zonos\nname: Zonos\ntype: LOCAL\ncapabilities: [TextToAudio]\n';

/** What stands for an old key, where it is not the key itself. */
const BECAME: Readonly<Record<string, string>> = {
  serviceUrl: 'service',
  dependencies: 'package.json',
  exports: 'main',
  image: 'docker',
  ports: 'docker',
  healthCheck: 'readiness',
  'docker.ports': 'docker',
  'docker.healthCheck': 'readiness',
  'docker.healthCheck.url': 'readiness',
  requirements: 'limits',
  volumes: 'docker',
  models: 'dynamicModels',
};

const OLD = Object.entries(forms).flatMap(([name, files]) =>
  Object.keys(files)
    .filter((path) => MANIFEST.test(path))
    .map((path) => ({ name, path, files })),
);

function keysOf(yaml: YamlText, path: readonly string[]): string[][] {
  return yaml.keys(path).flatMap((key) => [[...path, key], ...keysOf(yaml, [...path, key])]);
}

async function modelsOf(models: string) {
  await using folder = await folderOf({ ...index, [PROVIDER]: `${head}${models}` });
  const { notes } = await migrated(folder.path);
  const text = await textOf(folder.path, PROVIDER);
  return { notes, text, manifest: parseProviderManifest(text, { file: PROVIDER }) };
}

async function serviceOf(manifest: string, compose: string) {
  await using folder = await folderOf({ [SERVICE]: manifest, 'docker-compose.yml': compose });
  const { notes, todos } = await migrated(folder.path);
  const text = await textOf(folder.path, SERVICE);
  const told = todos.filter(({ what }) => what.includes('serviceName')).map(({ file, line }) => `${file}:${line}`);
  return { notes, text, told, docker: parseServiceDefinition(text, { file: SERVICE }).docker };
}

describe('what old manifests say', () => {
  it.each(OLD)('$name, $path: every key is kept, converted or named', async ({ files, path }) => {
    await using folder = await folderOf(files);
    const { notes } = await migrated(folder.path);
    const after = new YamlText(path, await textOf(folder.path, path), 'MC_MANIFEST_INVALID');
    const before = new YamlText(path, files[path] ?? '', 'MC_MANIFEST_INVALID');
    const lost = keysOf(before, []).filter((key) => {
      const inner = key.slice(1);
      const became = [BECAME[key.join('.')] ?? BECAME[key[0] ?? ''] ?? '', ...inner];
      const places = [key, ['metadata', ...key], ['metadata', ...inner], became, became.slice(0, 1)];
      const isNamed = notes.some((note) => note.includes(key.join('.')));
      return !isNamed && became[0] !== 'package.json' && !places.some((place) => place.length > 0 && after.has(place));
    });
    expect(lost).toEqual([]);
  });

  it.each([
    ['in flow style', 'models:\n  z-1: { name: One, capabilities: [TEXT_TO_AUDIO] }\n'],
    ['in block style', 'models:\n  z-1:\n    name: One\n    capabilities:\n      - TEXT_TO_AUDIO\n'],
    ['in braces', 'models: { z-1: { name: One, capabilities: TEXT_TO_AUDIO } }\n'],
    ['as texts', 'models:\n  z-1: One\n'],
  ])('takes a map of models %s', async (_how, models) => {
    const { manifest, notes } = await modelsOf(models);
    expect(manifest.models).toMatchObject([{ id: 'z-1', name: 'One', capabilities: ['text-to-audio'] }]);
    expect(notes).toContain(`${PROVIDER}: the map of models is a list now: z-1`);
  });

  it('takes models without a word, as lists, with keys of their own, and beside what holds for all', async () => {
    const all = 'models:\n  dynamic: true\n  inputTypes: [text]\n  default: b\n  all: [{ id: b }]\n';
    const { manifest, notes, text } = await modelsOf(
      `${all}  "a:1.5":\n  1.5: { name: Number }\n  b: [TEXT_TO_AUDIO]\n  c: { size: 3, id: own }\n  d: { id: b }\n`,
    );
    expect(manifest.models.map(({ id, name }) => `${id} ${name}`)).toEqual([
      'a:1.5 a:1.5',
      '1.5 Number',
      'b b',
      'own own',
      'd d',
    ]);
    expect(manifest.dynamicModels).toBe(true);
    expect(text).toContain('metadata:\n      size: 3\n');
    expect(text).toContain('metadata:\n  inputTypes: [text]\n  default: b\n  all:\n    - id: b\n');
    expect(notes).toContain(
      `${PROVIDER}: what "models" said besides stands under metadata now: inputTypes, default, all`,
    );
  });

  it('names keys that no reader knew, wherever they stood', async () => {
    const old = 'serviceUrl: github:o/z\nserviceConfig: { healthEndpoint: /ok, retries: 3 }\n';
    const { notes } = await modelsOf(`${old}exports: { provider: ./index.js, models: ./m.js }\n`);
    expect(notes.join('\n')).toContain('serviceConfig.retries is left out');
    expect(notes.join('\n')).toContain('exports.models is left out');
    expect(notes.join('\n')).not.toContain('healthEndpoint');
    const { notes: more } = await serviceOf(
      'name: Z\nports: [80, 81]\nrequirements: { gpu: optional, cpu: 2 }\n',
      'services:\n  z: {}\n',
    );
    for (const key of ['ports', 'requirements.gpu', 'requirements.cpu'])
      expect(more.join('\n')).toContain(`: ${key} is left out`);
  });
});

describe('the service of a compose file', () => {
  const built = '    build: .\n';
  const image = '    image: a/b\n';
  const port = (one: string): string => `    ports: ["${one}"]\n`;

  it.each([
    ['the only one', `  zonos:\n${image}`, 'zonos'],
    ['the one of that name', `  other:\n${built}${port('8012:80')}  z-tts:\n${image}`, 'z-tts'],
    ['the one with the port', `  db:\n${image}${port('5432:5432')}  web:\n${image}${port('8012:80')}`, 'web'],
    ['the one that is built', `  db:\n${image}${port('5432:5432')}  web:\n${built}`, 'web'],
    ['the one that publishes a port', `  db:\n${image}  web:\n${image}${port('3000')}`, 'web'],
  ])('is %s', async (_which, services, name) => {
    const { docker, told } = await serviceOf('name: Z TTS\nports: [8012]\n', `services:\n${services}`);
    expect({ name: docker?.serviceName, told }).toEqual({ name, told: [] });
  });

  it('is asked for where several could be it, or the one that is named is not there', async () => {
    const two = `services:\n  a:\n${image}  b:\n${image}`;
    expect(await serviceOf('name: Z\ndocker:\n  composeFile: docker-compose.yml\n', two)).toMatchObject({
      docker: { serviceName: 'a' },
      told: [`${SERVICE}:5`],
    });
    expect(await serviceOf('name: Z\ndocker: { serviceName: c }\n', two)).toMatchObject({
      docker: { serviceName: 'c' },
      told: [`${SERVICE}:3`],
    });
  });

  it('may be named at the top of the manifest', async () => {
    await using folder = await folderOf({
      [SERVICE]: 'name: Z\ndockerCompose: ./gpu.yml\nserviceName: two\n',
      'gpu.yml': 'services:\n  one: { image: a/b }\n  two: { image: a/b }\n',
    });
    await migrated(folder.path);
    const text = await textOf(folder.path, SERVICE);
    expect(parseServiceDefinition(text, { file: SERVICE }).docker).toMatchObject({
      ...{ composeFile: './gpu.yml', serviceName: 'two' },
    });
  });

  it.each(['gone.yml', '/etc/compose.yml', '../compose.yml'])('is not looked for in %s', async (path) => {
    const { docker, notes } = await serviceOf(`name: Z\ndockerCompose: ${path}\n`, 'services:\n  web: {}\n');
    expect(docker).toMatchObject({ composeFile: 'docker-compose.yml', serviceName: 'web' });
    expect(notes).toEqual([expect.stringContaining('nobody reads the key dockerCompose')]);
  });
});
