import http from 'node:http';

/**
 * The service that the engine contract suite drives. One file without dependencies, so that it can be copied into an
 * image: `node contract-service.js` listens on descriptor `MEDIACONDUIT_LISTEN_FD`, else on `PORT` of `HOST`.
 */
export interface ContractServiceHost {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Writes one line of output; resolves when it is written. */
  print(line: string): Promise<void>;
  /** Ends the service by itself. */
  exit(code: number): void;
  /** Ends the service as SIGKILL does. */
  kill(): void;
  /** Calls the listener when the service is asked to end, instead of ending it. */
  onTerminate(listener: () => void): void;
}

/** Variable that makes the service ignore every polite request to end. */
export const IGNORE_TERMINATION = 'CONTRACT_IGNORE_TERMINATION';

/**
 * The answers of the service: `GET /` → `ok`, `GET /environment?name=X` → the value or 404, `POST /print` writes its
 * body as one line, `POST /exit?code=3` and `POST /kill` end it after answering.
 */
export function createContractService(host: ContractServiceHost): http.RequestListener {
  if (host.environment[IGNORE_TERMINATION] === undefined) host.onTerminate(() => host.exit(0));
  else host.onTerminate(() => void host.print('asked to end'));
  return (request, response) => {
    void answer(host, request).then(({ after, body, status }) => {
      response.writeHead(status, { 'content-type': 'text/plain', connection: 'close' });
      response.end(body, after);
    });
  };
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly after?: () => void;
}

async function answer(host: ContractServiceHost, request: http.IncomingMessage): Promise<Answer> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://service');
  if (pathname === '/') return { status: 200, body: 'ok' };
  if (pathname === '/environment') return environmentAnswer(host.environment[searchParams.get('name') ?? '']);
  if (pathname === '/print') {
    await host.print(await bodyOf(request));
    return { status: 200, body: 'printed' };
  }
  if (pathname === '/exit') return { status: 200, body: '', after: () => host.exit(Number(searchParams.get('code'))) };
  if (pathname === '/kill') return { status: 200, body: '', after: () => host.kill() };
  return { status: 404, body: '' };
}

function environmentAnswer(value: string | undefined): Answer {
  return value === undefined ? { status: 404, body: '' } : { status: 200, body: value };
}

async function bodyOf(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}

function main(): void {
  const { env } = process;
  const server = http.createServer(
    createContractService({
      environment: env,
      print: (line) => new Promise((resolve) => process.stdout.write(`${line}\n`, () => resolve())),
      exit: (code) => process.exit(code),
      kill: () => void process.kill(process.pid, 'SIGKILL'),
      onTerminate: (listener) => void process.on('SIGTERM', listener),
    }),
  );
  const report = (): void => {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    process.stdout.write(`Listening on ${env['HOST'] ?? '127.0.0.1'}:${port}\n`);
    process.send?.({ type: 'listening', port });
  };
  const fd = env['MEDIACONDUIT_LISTEN_FD'];
  if (fd === undefined) server.listen(Number(env['PORT'] ?? 0), env['HOST'] ?? '127.0.0.1', report);
  else server.listen({ fd: Number(fd) }, report);
}

if (require.main === module) main();
