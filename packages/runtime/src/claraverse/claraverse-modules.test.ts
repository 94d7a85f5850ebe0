import { eventually, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runApplication } from './__fixtures__/run-application';

const MODULES = '@mediaconduit/runtime/claraverse';
const MANAGER = `const CentralServiceManager = require('${MODULES}/centralServiceManager.cjs');`;
const DEFINITIONS = `const { getServiceConfiguration, validateServiceConfiguration, SERVICE_DEFINITIONS } = require('${MODULES}/serviceDefinitions.cjs');`;

/** A program that listens on the port that it is told, and ends when it is asked to. */
const SERVER = `require('node:http').createServer((request, response) => {
  if (request.url === '/die') process.exit(3);
  response.end(process.env.GREETING || 'ok');
}).listen(Number(process.argv[2]), '127.0.0.1');`;

/** A port that nobody uses now. */
const FREE_PORT = `const freePort = () => new Promise((resolve) => {
  const server = require('node:net').createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});`;

describe('the modules of ClaraVerse, as an application uses them', () => {
  let folder: TemporaryFolder;
  beforeAll(async () => {
    folder = await temporaryFolder();
    await folder.write('server.cjs', SERVER);
    await folder.write(
      'mcpService.cjs',
      'module.exports = class { async start() { this.on = true; } async stop() { this.on = false; } healthCheck() { return this.on; } };',
    );
  });
  afterAll(() => folder[Symbol.asyncDispose]());

  it('runs the program of its guide', async () => {
    const guide = await readFile(join(__dirname, '../../../../docs/claraverse.md'), 'utf8');
    const code = /```js\n(.*?)```/s.exec(guide)?.[1] ?? '';
    const run = await runApplication(code.replaceAll('console.log', 'say'));
    expect(run).toEqual({
      said: [
        'search: stopped → starting',
        'search: starting → running',
        'running',
        'search: running → stopping',
        'search: stopping → stopped',
      ],
      errors: '',
      code: 0,
    });
  });

  it('starts and stops what was registered, and tells the states', async () => {
    const run = await runApplication(`${MANAGER}
      const serviceManager = new CentralServiceManager();
      serviceManager.on('service-state-changed', ({ name, previousState, currentState }) => say([name, previousState, currentState]));
      serviceManager.on('startup-failed', (error) => say(error.message));
      serviceManager.registerService('docker', { critical: true, start: async () => {}, stop: async () => {}, healthCheck: async () => true });
      (async () => {
        await serviceManager.startAllServices();
        say(serviceManager.getServicesStatus().docker.state);
        say([...serviceManager.serviceStates]);
        await serviceManager.stopAllServices();
        say(serviceManager.getServicesStatus().docker.state);
      })();`);
    expect(run).toEqual({
      said: [
        ['docker', 'stopped', 'starting'],
        ['docker', 'starting', 'running'],
        'running',
        [['docker', 'running']],
        ['docker', 'running', 'stopping'],
        ['docker', 'stopping', 'stopped'],
        'stopped',
      ],
      errors: '',
      code: 0,
    });
  });

  it('is the class itself, also as the default of an ES module', async () => {
    const run = await runApplication(`${MANAGER}
      const { EventEmitter } = require('node:events');
      say([CentralServiceManager.name, new CentralServiceManager() instanceof EventEmitter, CentralServiceManager.default === CentralServiceManager]);
      import('${MODULES}/centralServiceManager.cjs').then((module) => say(module.default === CentralServiceManager));
      const ServiceConfigurationManager = require('${MODULES}/serviceConfiguration.cjs');
      say([ServiceConfigurationManager.name, ServiceConfigurationManager.default === ServiceConfigurationManager]);
      const { startupFailureDialog } = require('${MODULES}/serviceDefinitions.cjs');
      say(startupFailureDialog(new Error('no Docker')));`);
    expect(run).toMatchObject({ errors: '', code: 0 });
    expect(run.said).toEqual([
      ['CentralServiceManager', true, true],
      ['ServiceConfigurationManager', true],
      {
        title: 'ClaraVerse Startup Failed',
        message: 'Failed to start services: no Docker\n\nCheck logs for details.',
      },
      true,
    ]);
  });

  it('calls the overridden methods by how critical the service is', async () => {
    const run = await runApplication(`${MANAGER}
      class Manager extends CentralServiceManager {
        handleCriticalServiceFailure(name, error) { say(['critical', name, error.message]); }
        handleNonCriticalServiceFailure(name, error) { say(['other', name, error.message]); }
      }
      const fails = (message) => ({ start: async () => { throw new Error(message); }, autoRestart: false });
      (async () => {
        const manager = new Manager();
        manager.registerService('n8n', fails('no workflows'));
        await manager.startAllServices();
        manager.registerService('core', { ...fails('no model'), critical: true });
        await manager.startAllServices().catch((error) => say(error.code));
      })();`);
    expect(run).toMatchObject({ errors: '', code: 0 });
    expect(run.said).toContainEqual(['other', 'n8n', expect.stringContaining('no workflows')]);
    expect(run.said).toContainEqual(['critical', 'core', expect.stringContaining('no model')]);
    expect(run.said.at(-1)).toBe('MC_STACK_START_FAILED');
  });

  it('gives definitions that are valid, with the values of this platform', async () => {
    const run = await runApplication(`${DEFINITIONS}
      const services = getServiceConfiguration({ claraCore: true, comfyUI: true });
      say(validateServiceConfiguration(services).length);
      say([typeof services.llamaswap.binaryPath, services.llamaswap.environment]);
      say(Object.keys(SERVICE_DEFINITIONS));`);
    expect(run).toMatchObject({ errors: '', code: 0 });
    const gpu = process.platform === 'darwin' ? 'METAL_PERFORMANCE_SHADERS_ENABLED=1' : 'CUDA_VISIBLE_DEVICES=0';
    expect(run.said).toEqual([
      0,
      ['string', expect.arrayContaining([gpu])],
      ['docker', 'python-backend', 'llamaswap', 'comfyui', 'n8n', 'mcp'],
    ]);
  });

  it('runs a native binary and a module of the application, brings back what was killed, and leaves nothing', async () => {
    const run = await runApplication(
      `${MANAGER}${DEFINITIONS}${FREE_PORT}
      (async () => {
        const port = await freePort();
        const manager = new CentralServiceManager({ projectFolder: argument.folder, home: argument.folder + '/home' });
        manager.registerService('llamaswap', {
          type: 'binary', critical: true, binaryPath: process.execPath, args: ['server.cjs', String(port)],
          environment: ['GREETING=moo'], ports: { main: port }, restartDelay: 1,
        });
        manager.registerService('mcp', SERVICE_DEFINITIONS.mcp);
        await manager.startAllServices();
        const { serviceUrl } = manager.getServicesStatus().llamaswap;
        say([serviceUrl === 'http://127.0.0.1:' + port, await (await fetch(serviceUrl)).text()]);
        const back = new Promise((resolve) => manager.once('service-started', resolve));
        await fetch(serviceUrl + '/die').catch(() => undefined);
        await back;
        const { llamaswap, mcp } = manager.getServicesStatus();
        say([llamaswap.state, llamaswap.restartAttempts, mcp.state]);
        await manager.close();
        say(await fetch(serviceUrl).then(() => 'runs', () => 'gone'));
      })();`,
      { folder: folder.path },
    );
    expect(run).toEqual({
      said: [[true, 'moo'], ['running', 1, 'running'], 'gone'],
      errors: '',
      code: 0,
    });
  });

  it('leaves no program running when the application is killed', async () => {
    const run = await runApplication(
      `${MANAGER}${FREE_PORT}
      (async () => {
        const port = await freePort();
        const manager = new CentralServiceManager({ projectFolder: argument.folder, home: argument.folder + '/home' });
        manager.registerService('llamaswap', {
          binaryPath: process.execPath, args: ['server.cjs', String(port)], ports: { main: port },
        });
        await manager.startAllServices();
        require('node:fs').writeSync(1, JSON.stringify(manager.getServicesStatus().llamaswap.serviceUrl) + '\\n');
        process.kill(process.pid, 'SIGKILL');
      })();`,
      { folder: folder.path },
    );
    expect(run).toMatchObject({ said: [expect.stringMatching(/^http:/)], code: null });
    await eventually(() => expect(fetch(String(run.said[0]))).rejects.toThrow());
  });

  it('names why Docker does not answer, and starts nothing that needs it', async () => {
    const run = await runApplication(
      `${MANAGER}${DEFINITIONS}
      const manager = new CentralServiceManager();
      const { docker } = getServiceConfiguration();
      manager.registerService('docker', docker);
      manager.registerService('flows', { start: () => say('started'), dependencies: ['docker'] });
      manager.startAllServices().catch((error) => say([error.code, error.message])).then(async () => say(await docker.healthCheck()));`,
      {},
      { DOCKER_HOST: 'tcp://127.0.0.1:1' },
    );
    expect(run).toMatchObject({ errors: '', code: 0 });
    expect(run.said).toEqual([['MC_STACK_START_FAILED', expect.stringContaining('Docker does not answer')], false]);
  });

  it('keeps the program up until it is asked to end, and stops the services then', async () => {
    const run = await runApplication(`${MANAGER}
      const manager = new CentralServiceManager();
      const service = (name, dependencies) => ({ start: () => say('start ' + name), stop: () => say('stop ' + name), dependencies });
      manager.registerService('a', service('a', ['b']));
      manager.registerService('b', service('b', []));
      manager.startAllServices().then(() => setTimeout(() => process.kill(process.pid, 'SIGTERM'), 50).unref());`);
    expect(run).toEqual({ said: ['start b', 'start a', 'stop a', 'stop b'], errors: '', code: null });
  });

  it('says why a start failed where the module of the application is missing', async () => {
    const run = await runApplication(
      `${MANAGER}${DEFINITIONS}
      const manager = new CentralServiceManager({ projectFolder: argument.folder + '/none' });
      manager.registerService('mcp', { ...SERVICE_DEFINITIONS.mcp, dependencies: [] });
      manager.startAllServices().then(() => say(manager.getServicesStatus().mcp.lastError)).then(() => manager.close());`,
      { folder: folder.path },
    );
    expect(run.said).toEqual([expect.stringContaining('There is no module')]);
  });
});
