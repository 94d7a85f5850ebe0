import http from 'node:http';
import type { RunningService } from '@mediaconduit/sdk';
import { eventually } from '@mediaconduit/testkit';

/** What the service answers, as soon as it does. */
export async function answer(service: RunningService, path: string): Promise<unknown> {
  return eventually(
    () =>
      new Promise((resolve, reject) => {
        const request = http.get(`${service.baseUrl}${path}`, { agent: false }, (response) => {
          let body = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
          response.on('end', () => resolve(JSON.parse(body)));
        });
        request.on('error', reject);
      }),
  );
}
