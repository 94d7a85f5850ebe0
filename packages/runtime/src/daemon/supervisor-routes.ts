import { MediaConduitError } from '@mediaconduit/sdk';
import type { ConfigPatch } from '../config/apply-patch';
import type { JsonRequest, JsonRoutes } from './json-server';
import type { SupervisorInfo, SupervisorStatus, TurnRequest, UpRequest } from './protocol';
import type { StackHosts } from './stack-hosts';

const DEFAULT_LINES = 50;

/** What the routes need of the process that serves them. */
export interface SupervisorDesk {
  readonly info: () => SupervisorInfo;
  readonly stacks: StackHosts;
  /** Resolves when every stack has ended; the supervisor follows. */
  readonly shutDown: () => Promise<void>;
}

/** Everything that commands and runtimes ask of a supervisor. */
export function supervisorRoutes({ info, shutDown, stacks }: SupervisorDesk): JsonRoutes {
  const hostOf = ({ params: { stack = '' } }: JsonRequest): ReturnType<StackHosts['get']> => stacks.get(stack);
  return {
    'GET /v1/supervisor': async () => info(),
    'GET /v1/status': async (): Promise<SupervisorStatus> => ({ supervisor: info(), stacks: await stacks.status() }),
    'POST /v1/stacks': ({ body }) => stacks.up(upRequestOf(body)),
    'DELETE /v1/stacks/{stack}': async ({ params: { stack = '' }, query }) =>
      stacks.down(stack, query.getAll('volume')),
    'POST /v1/stacks/{stack}/reload': async (request) => (await hostOf(request)).reload(),
    'POST /v1/stacks/{stack}/services/{service}/restart': async (request) =>
      (await hostOf(request)).restart(request.params['service'] ?? ''),
    'POST /v1/stacks/{stack}/services/{service}/stop': async (request) =>
      (await hostOf(request)).stop(request.params['service'] ?? ''),
    'GET /v1/stacks/{stack}/config': async (request) => (await hostOf(request)).config(),
    'PUT /v1/stacks/{stack}/config': async (request) => {
      const { body, headers } = request;
      const ifMatch = headers['if-match'];
      if (typeof body !== 'string' && typeof body !== 'object') throw usage('a configuration is a text or a patch');
      return (await hostOf(request)).changeConfig(body as string | ConfigPatch, ifMatch);
    },
    'POST /v1/stacks/{stack}/config/rollback': async (request) => {
      const { seq } = Object(request.body) as { readonly seq?: unknown };
      return (await hostOf(request)).rollBackConfig(typeof seq === 'number' ? seq : undefined);
    },
    'GET /v1/stacks/{stack}/events': async function* (request) {
      yield* (await hostOf(request)).lines(request.signal);
    },
    'GET /v1/stacks/{stack}/logs': async function* (request) {
      const { query, signal } = request;
      const lines = Number(query.get('lines') ?? DEFAULT_LINES);
      const options = { services: query.getAll('service'), lines, follow: query.get('follow') === 'true', signal };
      yield* (await hostOf(request)).logs(options);
    },
    'POST /v1/leases': async function* ({ body, signal }) {
      yield* stacks.lease(...wantedServiceOf(body), signal);
    },
    'POST /v1/turns': async function* ({ lines, query, signal }) {
      yield* stacks.turns(query.get('projectFolder') ?? '', turnRequests(lines), signal);
    },
    'POST /v1/shutdown': () => shutDown(),
  };
}

function wantedServiceOf(body: unknown): readonly [projectFolder: string, service: string] {
  const { projectFolder, service } = Object(body) as Readonly<Record<string, unknown>>;
  if (typeof projectFolder !== 'string' || typeof service !== 'string')
    throw usage('projectFolder and service are missing');
  return [projectFolder, service];
}

/** @throws `MC_USAGE` for a line that asks for something else. */
async function* turnRequests(lines: AsyncIterable<unknown>): AsyncGenerator<TurnRequest, void, void> {
  for await (const line of lines) {
    const { service, turn, type } = Object(line) as Readonly<Record<string, unknown>>;
    if (type === 'leave' && typeof turn === 'number') yield { type, turn };
    else if (type === 'enter' && typeof turn === 'number' && typeof service === 'string') yield { type, turn, service };
    else throw usage('a turn has a number and a service');
  }
}

function upRequestOf(body: unknown): UpRequest {
  const { engine, environment, features, file, services, text, wait } = Object(body) as Readonly<Partial<UpRequest>>;
  if (typeof file !== 'string') throw usage('a stack needs the path of its file');
  return {
    ...{ file, text, engine, environment: environment ?? {}, features: features ?? {}, services: services ?? [] },
    wait: wait === true,
  };
}

function usage(what: string): MediaConduitError {
  return new MediaConduitError('MC_USAGE', `The supervisor was asked for something without meaning: ${what}.`, {
    hint: 'the command and the supervisor are of different versions: mediaconduit down --all, then start again',
  });
}
