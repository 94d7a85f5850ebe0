import { readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { parseProviderManifest, parseServiceDefinition } from '@mediaconduit/sdk/manifest';
import { COMPOSE, MODEL, PROVIDER, SERVICE } from './__fixtures__/migrated-forms';
import * as forms from './__fixtures__/old-forms';
import { folderOf, migrated, planOf, textOf } from './__fixtures__/folder-of';

const ALL = Object.entries(forms).map(([name, files]) => ({ name, files }));

const crlf = (text: string): string => text.replaceAll('\n', '\r\n');

describe('planMigration', () => {
  it.each(ALL)('$name: changes nothing the second time', async ({ files }) => {
    await using folder = await folderOf(files);
    const { changes, parts } = await migrated(folder.path);
    expect(changes).not.toEqual([]);
    const again = await planOf(folder.path);
    expect({ ...again, changes: again.changes.map(({ path }) => path) }).toMatchObject({ changes: [], parts });
  });

  it.each(ALL)('$name: keeps the ends of lines and the byte order mark', async ({ files }) => {
    await using plain = await folderOf(files);
    const windows = Object.entries(files).map(([path, text]) => [path, `\ufeff${crlf(text)}`]);
    await using folder = await folderOf(Object.fromEntries(windows));
    const [expected, { changes }] = [await planOf(plain.path), await planOf(folder.path)];
    expect(changes.map(({ kind, path }) => [kind, path])).toEqual(
      expected.changes.map(({ kind, path }) => [kind, path]),
    );
    for (const [index, change] of changes.entries()) {
      const wanted = expected.changes[index]?.after ?? '';
      expect([change.path, change.after]).toEqual([change.path, change.kind === 'changed' ? crlf(wanted) : wanted]);
      expect(change.bom).toBe(change.kind !== 'created');
    }
  });

  it('moves every way of naming a module, and leaves the rest of the code byte for byte', async () => {
    await using folder = await folderOf(forms.STATIC_PROVIDER);
    await migrated(folder.path);
    const place = 'src/media/providers/docker/cowsay/CowsayDockerProvider';
    expect(await textOf(folder.path, `${place}.ts`)).toBe(PROVIDER);
    expect(await textOf(folder.path, 'src/media/providers/docker/cowsay/CowsayDockerModel.ts')).toBe(MODEL);
    const test = await textOf(folder.path, 'src/media/providers/docker/cowsay/CowsayDockerModel.test.ts');
    expect(test).toContain("jest.mock('@mediaconduit/mediaconduit', () => ({ TextToTextModel: class {} }));");
    expect(test).toContain("jest.requireActual('@mediaconduit/mediaconduit')");
    expect(test).not.toContain('../../');
  });

  it('tells code from comments and texts, whatever its form', async () => {
    await using folder = await folderOf(forms.ODD_PROVIDER);
    await migrated(folder.path);
    const lines = (await textOf(folder.path, 'src/OddProvider.tsx')).split('\n').slice(0, 12);
    expect(lines).toEqual([
      "import x = require('@mediaconduit/mediaconduit');",
      "// import { a } from '../../types/provider';",
      `const s = "import '../../types/provider'"; /* require('../../assets/roles') */`,
      "import { type TextRole, Text as T } from '@mediaconduit/sdk';",
      "export { Text, type Audio } from '@mediaconduit/sdk';",
      "export { TextRole as Role } from '@mediaconduit/mediaconduit';",
      "export * from '@mediaconduit/mediaconduit';",
      'export * as roles from "@mediaconduit/mediaconduit";',
      "import '@mediaconduit/mediaconduit';",
      "declare module '@mediaconduit/mediaconduit' { interface X {} }",
      'const lazy = () => import(`@mediaconduit/mediaconduit`);',
      "const r = require.resolve('@mediaconduit/mediaconduit/package.json');",
    ]);
    expect(await textOf(folder.path, 'src/index.ts')).toBe("export { default } from './OddProvider';\n");
  });

  it('tells addresses with a fixed port and files that are missing, and no more of what is only usual', async () => {
    await using folder = await folderOf(forms.REGISTERED_PROVIDER);
    const { todos } = await migrated(folder.path);
    expect(todos.map(({ file, line, what }) => `${file}:${line} ${what}`)).toEqual([
      'FilmDockerProvider.ts:27 add ./FilmModel, or take its import away',
      'FilmDockerProvider.ts:28 take the port from the service: getServiceInfo().ports[0]',
      'package.json:undefined npm install axios',
      expect.stringContaining('add a LICENSE'),
    ]);
    expect(await textOf(folder.path, 'FilmDockerProvider.ts')).not.toContain('ProviderRegistry');
    expect(await textOf(folder.path, 'MediaConduit.provider.yml')).toContain(`service: github:MediaConduit/film-service
models:
  - id: film-audio
    name: Sound
    capabilities: [video-to-audio]
    pricing:
      inputCost: 0
      currency: USD
configuration:
  environment:
    FILM_API_KEY:
      required: false
`);
  });

  it('takes manifests of every form', async () => {
    await using flow = await folderOf(forms.FLOW_MANIFEST);
    await migrated(flow.path);
    expect(await textOf(flow.path, 'MediaConduit.provider.yml')).toBe(
      '{id: flow-prov, name: Flow, type: local, capabilities: [text-to-text, x-tag], models: [{id: a, capabilities: [text-to-text], metadata: {contextWindow: 5}}], service: https://github.com/o/flow-service.git, contract: 0, metadata: {weird: {a: 1}}}\n',
    );
    expect(JSON.parse(await textOf(flow.path, 'package.json'))).toHaveProperty('dependencies.axios', '^1.6.0');
    await using planned = await folderOf(forms.PLANNED_MANIFEST);
    await migrated(planned.path);
    expect(await textOf(planned.path, 'mediaconduit.provider.yml')).toBe(`# planned
contract: 0
id: my-alt-provider
name: My Alt Provider
version: 1.0
type: remote
service: github:o/alt-service@v1
capabilities: [text-to-image, text-to-text]
dynamicModels: true
metadata:
  parameters:
    temperature: 0.7
main: ./src/index.js
`);
  });

  it('takes a provider and its service out of one folder', async () => {
    await using folder = await folderOf({
      ...forms.GUIDE_SERVICE,
      'MediaConduit.provider.yml': 'id: my\ntype: local\nserviceUrl: https://github.com/o/my-service\n',
      'index.js': 'module.exports = class MyProvider {};\n',
      'package.json': '{ "name": "my-provider", "files": ["index.js"] }\n',
    });
    const { parts } = await migrated(folder.path);
    expect(parts).toMatchObject([
      { kind: 'provider', id: 'my', folder: '' },
      { kind: 'service', id: 'my-service', folder: '' },
    ]);
    expect(await textOf(folder.path, 'MediaConduit.provider.yml')).toContain('service: ./\n');
    expect(JSON.parse(await textOf(folder.path, 'package.json'))).toMatchObject({
      files: ['index.js', 'MediaConduit.service.yml', 'docker-compose.yml', 'MediaConduit.provider.yml'],
    });
  });

  it('asks for another build where there is one, and for the end of a registry that nobody reaches', async () => {
    const registry = { '.npmrc': '# packages\nregistry=http://localhost:4873\n' };
    await using folder = await folderOf({ ...forms.COPIED_PROVIDER, ...registry, 'dist/index.js': '' });
    const { changes, todos } = await migrated(folder.path);
    const build = expect.objectContaining({ what: 'npm run build' });
    expect(todos).toEqual(expect.arrayContaining([build, expect.objectContaining({ file: '.npmrc', line: 2 })]));
    expect(changes.map(({ path }) => path)).not.toContain('dist/index.js');
  });

  it('makes the manifest, the entry and the package of a provider that had none', async () => {
    await using folder = await folderOf(forms.STATIC_PROVIDER);
    await migrated(folder.path);
    const file = 'MediaConduit.provider.yml';
    expect(parseProviderManifest(await textOf(folder.path, file), { file: join(folder.path, file) })).toMatchObject({
      ...{ id: 'cowsay', name: 'Cowsay', type: 'local', contract: { min: 0, max: 0 } },
      capabilities: ['text-to-text'],
      service: { identifier: './services/cowsay' },
      models: [{ id: 'cowsay-default', name: 'Cowsay', description: 'Says it', parameters: { maxLength: 1000 } }],
    });
    expect(await textOf(folder.path, 'src/index.ts')).toContain(
      "export { CowsayDockerProvider as default } from './media/providers/docker/cowsay/CowsayDockerProvider';",
    );
    expect(JSON.parse(await textOf(folder.path, 'package.json'))).toMatchObject({
      main: 'dist/index.js',
      exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
      files: ['dist', 'services/cowsay', 'MediaConduit.provider.yml'],
      dependencies: { '@mediaconduit/sdk': '^1.0.0' },
      peerDependencies: { '@mediaconduit/mediaconduit': '^1.0.0' },
      mediaconduit: { minimumVersion: '1.0.0' },
    });
    expect(await readdir(folder.path)).toEqual(expect.arrayContaining(['.gitignore', 'README.md', 'tsconfig.json']));
    expect(await readdir(join(folder.path, 'src/media/services'))).toEqual([]); // the class of the static service is gone
  });

  it('brings an old service manifest up to date without changing what it means', async () => {
    await using folder = await folderOf(forms.STATIC_PROVIDER);
    const path = 'services/cowsay/MediaConduit.service.yml';
    const read = async () => parseServiceDefinition(await textOf(folder.path, path), { file: join(folder.path, path) });
    const before = await read();
    await migrated(folder.path);
    const after = await read();
    const docker = { ...after.docker, containerPort: undefined, hostPort: undefined };
    expect({ ...after, docker }).toEqual({ ...before, docker: { ...before.docker, containerPort: undefined } });
    expect(await textOf(folder.path, path)).toBe(SERVICE);
    expect(await textOf(folder.path, 'services/cowsay/docker-compose.yml')).toBe(COMPOSE);
  });

  it.each([
    ['GUIDE_SERVICE', 'MediaConduit.service.yml', { id: 'my-service', docker: { serviceName: 'my-service' } }],
    ['IMAGE_SERVICE', 'mediaconduit.service.yaml', { id: 'ollama-service', docker: { containerPort: 11434 } }],
    [
      'COMPOSE_SERVICE',
      'services/web/MediaConduit.service.yml',
      { id: 'web-service', readiness: { path: '/ready' }, docker: { serviceName: 'web' } },
    ],
  ] as const)('%s: has a definition of today', async (name, path, expected) => {
    await using folder = await folderOf(forms[name]);
    await migrated(folder.path);
    const text = await textOf(folder.path, path);
    expect(parseServiceDefinition(text, { file: join(folder.path, path) })).toMatchObject(expected);
    expect(text).not.toMatch(/^\s*(?:ports|healthCheck|image: ollama.*\n\w)/m);
  });

  it('leaves only ports of the container, and tells what a service may not have, with its line', async () => {
    await using folder = await folderOf(forms.COMPOSE_SERVICE);
    const { todos } = await migrated(folder.path);
    const text = await textOf(folder.path, 'services/web/docker-compose.yml');
    expect(text).toContain('ports: ["3000", "${WEB_HOST_PORT:-0}:3001", "8006/tcp"]');
    expect(text).not.toMatch(/restart|external/);
    const told = todos.map(({ file, line, what }) => `${file}:${line} ${what}`);
    expect(told).toEqual([
      expect.stringMatching(/^services\/web\/MediaConduit\.service\.yml:\d+ .*capabilities/),
      expect.stringMatching(/^services\/web\/docker-compose\.yml:7 .*docker\.sock/),
      expect.stringMatching(/^services\/web\/docker-compose\.yml:12 .*external volume "models"/),
      expect.stringMatching(/^services\/web\/docker-compose\.yml:5 .*"privileged"/),
    ]);
  });

  it('lets an application take the service manager of ClaraVerse from the package', async () => {
    const main = `const CentralServiceManager = require('./centralServiceManager.cjs');
const { getServiceConfiguration } = require("./serviceDefinitions.cjs");
const manager = new CentralServiceManager(); // './centralServiceManager.cjs'
`;
    await using folder = await folderOf({
      'package.json': '{\n  "name": "clara",\n  "dependencies": {}\n}\n',
      'electron/main.cjs': main,
      'electron/centralServiceManager.cjs': 'module.exports = class {};\n',
      'electron/serviceDefinitions.cjs': 'module.exports = {};\n',
    });
    const { parts, todos } = await migrated(folder.path);
    expect(parts).toEqual([{ kind: 'application', id: 'clara', folder: '', manifest: 'package.json' }]);
    const path = '@mediaconduit/runtime/claraverse/centralServiceManager.cjs';
    expect(await textOf(folder.path, 'electron/main.cjs')).toBe(main.replace('./centralServiceManager.cjs', path));
    expect(JSON.parse(await textOf(folder.path, 'package.json'))).toHaveProperty(
      ['dependencies', '@mediaconduit/runtime'],
      '^1.0.0',
    );
    expect(todos.map(({ file, line }) => [file, line])).toEqual([
      ['electron/main.cjs', 2],
      ['electron/centralServiceManager.cjs', undefined],
    ]);
  });

  it('neither follows nor changes links, and leaves what is not UTF-8 alone', async () => {
    await using outside = await folderOf({ 'secret.ts': "import '../../types/provider';\n" });
    await using folder = await folderOf({ ...forms.COPIED_PROVIDER, LICENSE: 'mine\n' });
    await symlink(outside.path, join(folder.path, 'linked'));
    await symlink(join(outside.path, 'secret.ts'), join(folder.path, 'README.md'));
    await folder.write('odd.js', Buffer.from([0xff, 0xfe, 0x41]));
    const { changes, notes, todos } = await migrated(folder.path);
    expect(changes.map(({ path }) => path)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/linked|README/)]),
    );
    expect(notes).toEqual(expect.arrayContaining([expect.stringMatching(/^linked is a link/)]));
    expect(todos).toMatchObject([{ file: 'odd.js', why: expect.stringContaining('is not UTF-8') }]);
    expect(await textOf(outside.path, 'secret.ts')).toBe("import '../../types/provider';\n");
  });

  it.each([
    ['nothing of ours', { 'a.txt': '' }, 'MC_MIGRATION_INPUT_INVALID', 'holds no provider and no service'],
    [
      'a script that cannot be read',
      { 'src/CowProvider.ts': "import '../x';\nclass {" },
      'MC_MIGRATION_INPUT_INVALID',
      'src/CowProvider.ts:2:7',
    ],
    ['a manifest that cannot be read', { 'MediaConduit.provider.yml': 'id: [a\n' }, 'MC_MANIFEST_INVALID', ':2:1'],
    [
      'a compose file that cannot be read',
      { 'docker-compose.yml': 'services:\n  a: [\n' },
      'MC_COMPOSE_INVALID',
      'docker-compose.yml:3:1',
    ],
    [
      'a package.json that cannot be read',
      { ...forms.COPIED_PROVIDER, 'package.json': '{"name": }' },
      'MC_MIGRATION_INPUT_INVALID',
      'package.json:1',
    ],
    [
      'two providers',
      { 'a/MediaConduit.provider.yml': 'id: a\n', 'b/MediaConduit.provider.yml': 'id: b\n' },
      'MC_MIGRATION_INPUT_INVALID',
      'more than one provider: a, b',
    ],
  ])('refuses %s', async (_what, files, code, message) => {
    await using folder = await folderOf(files);
    await expect(planOf(folder.path)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });
});
