import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseProviderManifest } from './parse-provider-manifest';

const FILE = '/somewhere/MediaConduit.provider.yml';
const fixture = (name: string) => readFileSync(join(__dirname, '__fixtures__', `provider.${name}.yml`), 'utf8');
const parse = (text: string) => parseProviderManifest(text, { file: FILE });

describe('parseProviderManifest', () => {
  it('reads prices, with nothing and dollars as defaults', () => {
    const models =
      'models: [{ id: a, pricing: { outputCost: 1.5 } }, { id: b, pricing: { inputCost: 1, currency: EUR } }]';
    const text = `contract: 1\nid: cow\nname: Cow\ntype: remote\ncapabilities: [text-to-text]\n${models}\n`;
    expect(parseProviderManifest(text, { file: '/cow/MediaConduit.provider.yml' }).models).toMatchObject([
      { id: 'a', pricing: { inputCost: 0, outputCost: 1.5, currency: 'USD' } },
      { id: 'b', pricing: { inputCost: 1, outputCost: 0, currency: 'EUR' } },
    ]);
  });

  it('reads a manifest of today with everything that it may say', () => {
    expect(parse(fixture('today'))).toEqual({
      id: 'cowsay',
      name: 'Cowsay',
      description: 'A cow says your text.',
      version: '1.0',
      author: 'Jane Doe',
      type: 'local',
      capabilities: ['text-to-text', 'text-to-image'],
      tags: ['ascii-art', 'fun'],
      models: [
        {
          id: 'cowsay-default',
          name: 'Cowsay Default',
          capabilities: ['text-to-text'],
          limits: { maxTextLength: 1000 },
        },
        {
          id: 'cowsay:large',
          name: 'cowsay:large',
          capabilities: ['text-to-image'],
          limits: { maxInputBytes: 26_214_400 },
          downloadBytes: 157_286_400,
          parameters: { width: 40, eyes: { default: 'oo' } },
        },
        { id: 'plain', name: 'plain', capabilities: ['text-to-text'] },
      ],
      dynamicModels: true,
      service: {
        identifier: '@mediaconduit/cowsay-service',
        overrides: { serviceName: 'cow', environment: { LANG: 'C.UTF-8', EQUALS: 'a=b' } },
      },
      contract: { min: 1, max: 3 },
      main: 'dist/index.js',
      exportName: 'CowsayProvider',
      dependencies: { axios: '^1.6.0' },
      environment: {
        COW_API_KEY: { description: 'Key of the farm.', required: true, example: 'moo-123', secret: true },
        COW_WIDTH: { required: false, default: '40.0', secret: false },
        COW_HINT: { description: 'shown in help', required: false, secret: false },
        COW_TOKEN: { required: false, secret: false },
      },
      defaultBaseUrl: undefined,
      folder: '/somewhere',
      file: FILE,
      warnings: [],
    });
  });

  it('takes a bare identifier as the service', () => {
    const { service } = parse('contract: 1\nid: a\ntype: local\nservice: ../cow-service\n');
    expect(service).toEqual({ identifier: '../cow-service' });
  });

  it('reads the form of the original guide as generation 0, with its service and overrides', () => {
    const manifest = parse(fixture('seed'));
    expect(manifest).toMatchObject({
      id: 'my-provider',
      author: 'Jane Doe <jane@example.org>',
      contract: { min: 0, max: 0 },
      main: 'dist/index.js',
      exportName: 'MyProvider',
      dependencies: { axios: '^1.0.0' },
      warnings: [],
    });
    expect(manifest.defaultBaseUrl).toBeUndefined();
    expect(manifest.service).toEqual({
      identifier: 'https://github.com/MyOrg/my-service',
      overrides: {
        dockerCompose: 'docker-compose.yml',
        serviceName: 'my-service',
        healthEndpoint: '/health',
        defaultBaseUrl: 'http://localhost:8080',
        environment: { NODE_ENV: 'production', WORKERS: '2' },
      },
    });
    expect(manifest.models[0]?.parameters).toEqual({ maxTokens: 1000, temperature: 0.7 });
  });

  it('normalises capabilities in capitals and dependencies in a list', () => {
    expect(parse(fixture('published-list'))).toMatchObject({
      capabilities: ['text-to-text'],
      models: [{ id: 'moo-default', name: 'moo-default', capabilities: ['text-to-text'] }],
      dependencies: { axios: '^1.6.0', 'form-data': '*' },
      main: 'src/index.ts',
    });
  });

  it('reads a map of models as dynamic and keeps other words as tags', () => {
    expect(parse(fixture('published-map'))).toMatchObject({
      models: [],
      dynamicModels: true,
      capabilities: ['text-to-text', 'text-to-embedding'],
      tags: ['transcription'],
      warnings: [],
    });
  });

  it('leaves unknown keys of older manifests out and says so', () => {
    const manifest = parse(fixture('published-remote'));
    expect(manifest.warnings).toEqual([`${FILE}:17:1 the key "madeUpByTheAuthor" is unknown and ignored`]);
    expect(manifest.environment).toEqual({
      REMOTE_API_TOKEN: { description: 'Your token', required: true, example: 'r8_***', secret: true },
      REMOTE_CACHE_DIR: { required: false, default: './cache', secret: false },
    });
  });

  it('reads the planned form with exports and services', () => {
    const manifest = parse(fixture('planned'));
    expect(manifest).toMatchObject({
      id: 'planned-provider',
      type: 'local',
      main: 'dist/planned.js',
      service: { identifier: 'github:MyOrg/speech-service' },
      dependencies: {},
    });
    expect(manifest.warnings).toEqual([expect.stringContaining(':1:1 "type" is missing')]);
  });

  it('takes an export name where the planned form gives no file', () => {
    expect(parse('name: a\ntype: remote\nexports: { provider: MyClass }')).toMatchObject({ exportName: 'MyClass' });
  });

  it('reads a type in capitals with a warning', () => {
    const manifest = parse('id: a\ntype: LOCAL\n');
    expect(manifest.type).toBe('local');
    expect(manifest.warnings).toEqual([`${FILE}:2:7 "type" is read as "local"; write it in small letters`]);
  });

  it('makes an id of an old name', () => {
    expect(parse('id: My_Provider\ntype: remote')).toMatchObject({
      id: 'my-provider',
      warnings: [`${FILE}:1:5 the id "My_Provider" is read as "my-provider"`],
    });
  });

  it('warns of a misspelt capability of an older manifest and keeps it as a tag', () => {
    const manifest = parse('id: a\ntype: remote\ncapabilities: [text-to-txt]');
    expect(manifest.tags).toEqual(['text-to-txt']);
    expect(manifest.warnings).toEqual([`${FILE}:3:16 "text-to-txt" is no capability; did you mean "text-to-text"?`]);
  });

  it('names the base URL of a remote API', () => {
    const manifest = parse('contract: 1\nid: a\ntype: remote\ndefaultBaseUrl: https://api.example.org/v1');
    expect(manifest.defaultBaseUrl).toBe('https://api.example.org/v1');
  });

  it('reads a text with a byte order mark and Windows line ends', () => {
    expect(parse('\ufeffid: a\r\ntype: remote\r\n')).toMatchObject({ id: 'a', type: 'remote' });
  });
});
