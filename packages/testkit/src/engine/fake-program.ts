import type { ServiceDefinition } from '@mediaconduit/sdk';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ContractServiceHost } from '../contract/contract-service';

/** What a program in our own process gets, in place of a process of its own. */
export interface FakeProgramHost extends ContractServiceHost {
  readonly definition: ServiceDefinition;
}

/** Makes the request listener of a service, which then really answers on a port of 127.0.0.1. */
export type FakeServe = (host: FakeProgramHost) => http.RequestListener;

/** What a fake service is started with. */
export interface FakeProgramOptions {
  readonly definition: ServiceDefinition;
  readonly environment: Readonly<Record<string, string>>;
  readonly serve?: FakeServe;
  /** Told once, when it has ended. */
  readonly onExit: (exitCode: number) => void;
}

/** A "program" of a fake engine: at most an HTTP server in our own process. */
export class FakeProgram {
  readonly lines: string[] = [];
  exitCode: number | undefined;
  readonly #options: FakeProgramOptions;
  #server: http.Server | undefined;
  #terminate = (): void => this.exit(0);

  constructor(options: FakeProgramOptions) {
    this.#options = options;
  }

  /** Its port; `undefined` when it serves nothing. */
  async start(): Promise<number | undefined> {
    const { serve } = this.#options;
    if (!serve) return undefined;
    const server = http.createServer(serve(this.#host()));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    server.unref();
    return (server.address() as AddressInfo).port;
  }

  /** Asks it to end: exit code 0 unless the program decides otherwise. */
  terminate(): void {
    this.#terminate();
  }

  /** Ends it; the first exit code counts. */
  exit(exitCode: number): void {
    if (this.exitCode !== undefined) return;
    this.exitCode = exitCode;
    this.#server?.close();
    this.#server?.closeAllConnections();
    this.#options.onExit(exitCode);
  }

  #host(): FakeProgramHost {
    const { definition, environment } = this.#options;
    return {
      definition,
      environment: { ...definition.environment, ...environment },
      print: async (line) => void this.lines.push(line),
      exit: (code) => this.exit(code),
      kill: () => this.exit(137),
      onTerminate: (listener) => (this.#terminate = listener),
    };
  }
}
