// Runs as a process of its own, started by launchHost: one provider, and two sockets to the runtime.
import './take-program';
import { Socket } from 'node:net';
import { packError } from '../wire/pack-error';
import { Wire } from '../wire/wire';
import { ProviderHost } from './provider-host';

/** Longest time for the last words, in ms. */
const LAST_WORDS_MS = 200;

const open = (fd: number): Socket => new Socket({ fd, readable: true, writable: true });
const exit = process.exit.bind(process); // providers may replace it
const messages = open(3);
const host = new ProviderHost();
const wire = new Wire(
  { messages, bytes: open(4) },
  {
    onCall: (method, input, call) => host.call(method, input, call),
    onTell: (name, value) => host.tell(name, value),
    onClose: () => exit(0),
  },
);
host.connect(wire);

// What nobody caught may have left anything half done: this process is of no more use, and another takes its place.
process.on('uncaughtException', (error: unknown) => {
  wire.tell('fatal', packError(error));
  messages.end(() => exit(1));
  setTimeout(() => exit(1), LAST_WORDS_MS);
});
