import type { RunningService } from '@mediaconduit/sdk';
import assert from 'node:assert/strict';
import http from 'node:http';
import { eventually } from './eventually';

/** What a service answered. */
export interface ContractReply {
  readonly status: number;
  readonly body: string;
}

/** Sends one request on a connection of its own. */
export function call(service: RunningService, path: string, body?: string): Promise<ContractReply> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const request = http.request(`${service.baseUrl}${path}`, { method, agent: false, timeout: 5000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    request.once('timeout', () => request.destroy());
    request.once('error', reject);
    request.end(body);
  });
}

/** Waits until the service answers `ok`. */
export async function untilAnswers(service: RunningService): Promise<void> {
  await eventually(async () => assert.deepEqual(await call(service, '/'), { status: 200, body: 'ok' }));
}

/** Waits until nobody answers at the address of the service. */
export async function untilSilent(service: RunningService): Promise<void> {
  await eventually(() => assert.rejects(call(service, '/')));
}
