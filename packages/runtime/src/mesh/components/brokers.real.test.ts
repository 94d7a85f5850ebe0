import type { Client } from '@temporalio/client';
import type { Admin, Kafka } from 'kafkajs';
import { createConfigMesh } from '../__fixtures__/config-mesh';
import { startKafka, startTemporal, type LocalServer } from '../__fixtures__/java-server';

// A Java program needs some seconds to start, and more on a busy machine.
jest.setTimeout(120_000);

let kafka: LocalServer;
let temporal: LocalServer;

const running: AsyncDisposable[] = [];

/** Ended after the tests, also when the other one does not start. */
async function kept<T extends AsyncDisposable>(starting: Promise<T>): Promise<T> {
  const server = await starting;
  running.push(server);
  return server;
}

beforeAll(async () => {
  [kafka, temporal] = await Promise.all([kept(startKafka()), kept(startTemporal())]);
});

afterAll(async () => {
  for (const server of running) await server[Symbol.asyncDispose]();
});

/** A node that listens may not be ready yet. */
const PATIENT = { retry_count: 20, retry_delay: 1 };

const sections = () => ({
  kafka: { bootstrap_servers: `127.0.0.1:${kafka.port}`, ...PATIENT },
  temporal: { host: '127.0.0.1', port: temporal.port, ...PATIENT },
});

describe('a mesh on Kafka and Temporal', () => {
  it('gives connections that work, and says how they are', async () => {
    const { mesh, start } = createConfigMesh(sections());
    await start();
    const { client, admin } = await mesh.resolve<{ client: Kafka; admin: Admin }>('kafka');
    await admin.createTopics({ topics: [{ topic: 'events', numPartitions: 1 }], waitForLeaders: true });
    const producer = client.producer();
    await producer.connect();
    await producer.send({ topic: 'events', messages: [{ value: 'one' }, { value: 'two' }] });
    await producer.disconnect();
    expect(await admin.fetchTopicOffsets('events')).toMatchObject([{ high: '2' }]);

    const { client: workflows } = await mesh.resolve<{ client: Client }>('temporal');
    const handle = await workflows.workflow.start('greet', { taskQueue: 'xseven-tasks', workflowId: 'one' });
    expect((await handle.describe()).status.name).toBe('RUNNING');
    await handle.terminate();

    expect(mesh.getStatus().health).toMatchObject({
      status: 'healthy',
      services: { kafka: { details: { brokers: 1 } }, temporal: { details: { serverVersion: expect.any(String) } } },
    });
    await mesh.close();
  });

  it('does not start without them', async () => {
    const nowhere = { kafka: { bootstrap_servers: '127.0.0.1:9' }, temporal: { host: '127.0.0.1', port: 9 } };
    for (const [name, settings] of Object.entries(nowhere)) {
      const { mesh, start } = createConfigMesh({ [name]: { ...settings, timeout: 2 } });
      await expect(start()).rejects.toMatchObject({ code: 'MC_STACK_START_FAILED' });
      await mesh.close();
    }
  });

  it('notices that they are gone', async () => {
    const { mesh, start } = createConfigMesh(sections());
    await start();
    await Promise.all([kafka.kill(), temporal.kill()]);
    await expect(mesh.health.checkAll()).resolves.toMatchObject({ summary: { unhealthy: 2 } });
    await mesh.close();
  });
});
