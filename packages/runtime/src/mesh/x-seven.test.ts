import { createManualClock, eventually, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { ServiceLifecycle } from './startup-orchestrator';
import {
  configureServiceMesh,
  getCircuitManager,
  getConfigManager,
  getHealthChecker,
  getServiceMesh,
  getStartupOrchestrator,
  resetServiceMesh,
} from './x-seven';

describe('the mesh of the process by the names of X-Seven', () => {
  let folder: TemporaryFolder;
  const lines: string[] = [];

  async function configure(text?: string, variables: Record<string, string> = {}) {
    const file = text === undefined ? {} : { XSEVEN_CONFIG_PATH: await folder.write('service_mesh.yml', text) };
    const note = (facts: Record<string, unknown>, message: string): void => void lines.push(message);
    const log = { debug: note, info: note, warn: note, error: note };
    await configureServiceMesh({ environment: { ...file, ...variables }, clock: createManualClock(), log });
  }

  beforeEach(async () => {
    folder = await temporaryFolder();
    lines.length = 0;
  });

  afterEach(async () => {
    await resetServiceMesh();
    await folder[Symbol.asyncDispose]();
  });

  it('registers, starts and tells services, each part one and the same for all who ask', async () => {
    await configure();
    const order: string[] = [];
    class Database {
      async initialize() {
        order.push('database');
      }
    }
    class Api {
      constructor(readonly needs: { database?: Database }) {}
      async initialize() {
        order.push('api');
      }
    }
    const settings = { lifecycle: ServiceLifecycle.SINGLETON, required: true };
    const orchestrator = getStartupOrchestrator();
    orchestrator.registerService({ name: 'api', serviceClass: Api, dependencies: ['database'], ...settings });
    const healthCheck = async () => true;
    orchestrator.registerService({
      name: 'database',
      serviceClass: Database,
      dependencies: [],
      healthCheck,
      ...settings,
    });
    getHealthChecker().registerCheck('custom', async () => true);
    await orchestrator.startAll();
    await getHealthChecker().checkAll();
    expect(order).toEqual(['database', 'api']);
    const mesh = await getServiceMesh();
    expect((await mesh.resolve<Api>('api')).needs.database).toBeInstanceOf(Database);
    expect(orchestrator.getSystemStatus()).toMatchObject({ mode: 'mesh', health: { status: 'healthy' } });
    expect(mesh.getStatus()).toEqual(orchestrator.getSystemStatus());
    expect(getHealthChecker().getSystemHealth().summary.healthy).toBe(3);
    expect(getCircuitManager().getAllBreakers().size).toBe(0);
    expect(getCircuitManager().getBreaker('x').getMetrics().state).toBe('closed');
    expect(getCircuitManager().getSystemHealth().status).toBe('healthy');
    await orchestrator.stopAll();
  });

  it('has a component or a check for each section that the file or a variable names', async () => {
    await configure('redis:\n  host: ${REDIS_HOST:r}\nkafka: {enabled: false}\nvoice: {voice_id: ""}\n', {
      DATABASE_HOST: 'db',
      DATABASE_PASSWORD: 'hunter2',
    });
    const mesh = await getServiceMesh();
    const { services, config } = mesh.getStatus();
    expect(Object.keys(services)).toEqual(['database', 'redis']);
    expect([config.redis.host, config.database.host, config.database.password]).toEqual(['r', 'db', '***']);
    await expect(getHealthChecker().checkNow('voice')).resolves.toMatchObject({ status: 'degraded' });
  });

  it('lists what is wrong with the configuration, and gives no mesh then', async () => {
    await configure('redis: {port: 0}\n');
    expect(getConfigManager().validateConfig()).toEqual(['redis.port: 0 is not between 1 and 65535']);
    await expect(getServiceMesh()).rejects.toMatchObject({ code: 'MC_CONFIG_INVALID' });
  });

  it('follows its file, and makes only that component anew whose section changed', async () => {
    const file = await folder.write('service_mesh.yml', 'redis: {host: a}\ndatabase: {host: a}\n');
    await configureServiceMesh({ environment: { XSEVEN_CONFIG_PATH: file } });
    const order: string[] = [];
    for (const name of ['redis', 'database'] as const) {
      class Recorded {
        readonly initialize = () => order.push(`up ${name}`);
        readonly shutdown = () => order.push(`down ${name}`);
      }
      getStartupOrchestrator().registerService({ name, serviceClass: Recorded, section: name });
    }
    await getStartupOrchestrator().startAll();
    order.length = 0;
    await getConfigManager().update({ redis: { host: 'b' } });
    expect(order.splice(0)).toEqual(['down redis', 'up redis']);
    await folder.write('service_mesh.yml', 'redis: {host: b}\ndatabase: {host: c}\n');
    await eventually(async () => expect(order).toEqual(['down database', 'up database']));
  });

  it('starts without the mesh when USE_LEGACY_STARTUP says so, and logs it, as LOG_LEVEL allows', async () => {
    for (const [level, logged] of [
      ['WARNING', 1],
      ['ERROR', 0],
    ] as const) {
      lines.length = 0;
      await configure(undefined, { USE_LEGACY_STARTUP: 'true', LOG_LEVEL: level });
      await (await getServiceMesh()).start();
      expect((await getServiceMesh()).getStatus().mode).toBe('legacy');
      expect(lines).toHaveLength(logged);
    }
  });
});
