import { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';

/** Lets our program end although the pipe of a child is open; such pipes are sockets, whatever their type says. */
export function unrefStream(stream: Readable | Writable | null): void {
  if (stream instanceof Socket) stream.unref();
}
