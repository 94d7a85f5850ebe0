import { once } from 'node:events';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { dirname, join } from 'node:path';
import { SYSTEM_CLOCK } from '@mediaconduit/sdk';
import { serviceDefinition, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { Bulkhead } from '../resilience/bulkhead';
import { CircuitBreaker } from '../resilience/circuit-breaker';
import { JsonClient } from './json-client';
import { createLeases } from './leases';
import { ensureSupervisor, findSupervisor } from './spawn-supervisor';
import { makeSocketFolder, supervisorAddress } from './supervisor-address';

const { signal } = new AbortController();

describe('the folder of a socket', () => {
  let folder: TemporaryFolder;
  let home: string;
  let address: string;
  let server: Server | undefined;
  let asked: string[];

  beforeEach(async () => {
    folder = await temporaryFolder();
    home = join(folder.path, 'home');
    address = supervisorAddress(home);
    asked = [];
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    if (server?.listening) await once(server.close(), 'close');
    server = undefined;
    await folder[Symbol.asyncDispose]();
  });

  /** Somebody who answers everything. */
  async function listen(): Promise<void> {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('{"stacks":[]}');
    }).listen(address);
    await once(server, 'listening');
  }

  const breakerOf = (): CircuitBreaker => new CircuitBreaker({ name: 'cow', clock: SYSTEM_CLOCK });
  const bulkheadOf = (): Bulkhead => new Bulkhead({ name: 'cow' });

  const everyCall = (): Promise<unknown>[] => [
    findSupervisor({ home, signal }),
    ensureSupervisor({ home, signal, environment: {}, clock: SYSTEM_CLOCK }),
    new JsonClient(address).call({ path: '/v1/stacks', body: { environment: process.env } }),
    createLeases({ home, projectFolder: folder.path, clock: SYSTEM_CLOCK, breakerOf, bulkheadOf })(
      serviceDefinition({ id: 'cow', folder: folder.path }),
      signal,
    ),
  ];

  it('is its owner’s alone, and those who look there are answered', async () => {
    makeSocketFolder(address);
    await listen();
    await expect(findSupervisor({ home, signal })).resolves.toBeDefined();
    chmodSync(dirname(address), 0o775); // as others of our programs make it: nobody gets so far
    await expect(findSupervisor({ home, signal })).resolves.toBeDefined();
    expect(asked).toEqual(['/v1/supervisor', '/v1/supervisor']);
  });

  it.each<[string, () => void]>([
    [
      'belongs to somebody else',
      () => {
        makeSocketFolder(address);
        jest.spyOn(process, 'getuid').mockReturnValue((process.getuid?.() ?? 0) + 1);
      },
    ],
    [
      'can be written by others',
      () => {
        makeSocketFolder(address);
        chmodSync(dirname(address), 0o777);
        chmodSync(home, 0o711);
      },
    ],
    [
      'leads elsewhere',
      () => {
        mkdirSync(join(folder.path, 'elsewhere'));
        mkdirSync(home);
        symlinkSync(join(folder.path, 'elsewhere'), dirname(address));
      },
    ],
  ])('is not talked to when it %s', async (_, make) => {
    make();
    await listen();
    for (const call of everyCall()) {
      await expect(call).rejects.toMatchObject({ code: 'MC_HOME_UNUSABLE', facts: { folder: dirname(address) } });
    }
    expect(asked).toEqual([]);
  });
});
