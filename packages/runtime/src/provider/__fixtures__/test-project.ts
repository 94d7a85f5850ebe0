import { createFakeEngine, temporaryFolder, type FakeEngine, type FakeEngineOptions } from '@mediaconduit/testkit';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createRuntime } from '../../create-runtime';
import { EngineSet } from '../../engine/engine-set';
import type { Runtime } from '../../runtime';

/** A provider's class in the new style, without the SDK, so that it loads from any folder. */
export const PROVIDER_CODE = `module.exports = class {
  constructor(context) {
    Object.assign(this, context.manifest, { context, disposed: 0 });
  }
  async configure(config) { this.configured = config; }
  async isAvailable() { return true; }
  getModelsForCapability() { return this.models; }
  getModel(id) {
    const { service } = this.context;
    const transform = async (text) => (await service.request({ path: '/transform', json: { text } })).text();
    return Promise.resolve({ id, name: id, capabilities: ['text-to-text'], transform });
  }
  async getHealth() { return { status: 'healthy', uptime: 0, activeJobs: 0, queuedJobs: 0 }; }
  async dispose() { this.disposed += 1; }
};`;

/** What `MediaConduit.service.yml` needs at least. */
export const SERVICE_MANIFEST = `id: cow-service
name: Cow
version: 1.0.0
capabilities: [text-to-text]
process: { command: [node, server.js], port: fd }
`;

/** A manifest of the contract of today. */
export const providerManifest = (id: string, more = ''): string =>
  `contract: 1\nid: ${id}\nname: ${id}\ntype: local\ncapabilities: [text-to-text]\nmodels: [{ id: ${id}-default, name: One }]\n${more}`;

/** A project with packages in its `node_modules`, and a runtime whose engine runs nothing. */
export interface TestProject extends AsyncDisposable {
  readonly folder: string;
  readonly engine: FakeEngine;
  readonly runtime: Runtime;
  readonly warnings: string[];
  /** Installs a package; files are given by name. Answers its folder. */
  install(name: string, files: Readonly<Record<string, string>>): Promise<string>;
  /** As `install`, with the manifest and class of a provider. */
  provider(name: string, id: string, more?: string, code?: string): Promise<string>;
}

export async function testProject(
  environment: NodeJS.ProcessEnv = {},
  options: FakeEngineOptions = {},
): Promise<TestProject> {
  const temporary = await temporaryFolder();
  const dependencies: Record<string, string> = {};
  const engine = createFakeEngine({ serve: () => (request, response) => void request.pipe(response), ...options });
  await temporary.write('package.json', '{}');
  const runtime = createRuntime({
    projectFolder: temporary.path,
    home: path.join(temporary.path, 'home'),
    environment,
    engines: new EngineSet({ process: () => engine, remote: () => createFakeEngine({ name: 'remote' }) }),
  });
  const warnings: string[] = [];
  runtime.events.on('provider-warning', ({ message }) => warnings.push(message));
  const install = async (name: string, files: Readonly<Record<string, string>>): Promise<string> => {
    dependencies[name] = '1.0.0';
    const folder = path.join('node_modules', name);
    await mkdir(path.join(temporary.path, folder), { recursive: true });
    const all = { 'package.json': JSON.stringify({ name, version: '1.0.0', main: 'index.js' }), ...files };
    for (const [file, content] of Object.entries(all)) await temporary.write(path.join(folder, file), content);
    await temporary.write('package.json', JSON.stringify({ dependencies }));
    return path.join(temporary.path, folder);
  };
  return {
    ...{ folder: temporary.path, engine, runtime, warnings, install },
    provider: (name, id, more, code = PROVIDER_CODE) =>
      install(name, { 'MediaConduit.provider.yml': providerManifest(id, more), 'index.js': code }),
    async [Symbol.asyncDispose]() {
      await runtime.close();
      await temporary[Symbol.asyncDispose]();
    },
  };
}
