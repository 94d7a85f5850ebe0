import type Docker from 'dockerode';
import { promisify } from 'node:util';

/** A `GET` that dockerode does not make, or makes without a deadline. */
export interface DialRequest {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly abortSignal: AbortSignal;
}

type Dial = (request: object, callback: (error: Error | null, answer: unknown) => void) => void;

/** The JSON that the engine answers. */
export async function dial<T>(docker: Docker, { path, query, ...request }: DialRequest): Promise<T> {
  const { modem } = docker;
  // a path that ends with ? gets the options as its query; without options its last character would be cut off
  const asked = query ? { path: `${path}?`, options: query } : { path };
  const get = promisify<object, unknown>(modem.dial.bind(modem) as Dial);
  return (await get({ ...request, ...asked, method: 'GET', statusCodes: { 200: true } })) as T;
}
