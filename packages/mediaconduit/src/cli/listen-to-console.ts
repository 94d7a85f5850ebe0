import { format } from 'node:util';

const METHODS = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;

/**
 * What providers print goes to `tell`, line by line, from now until the answered function is called: stdout is for data
 * alone, and many of them print whatever they do.
 */
export function listenToConsole(target: Console, tell: (line: string) => void): () => void {
  const originals = METHODS.map((name) => [name, Reflect.get(target, name) as unknown] as const);
  const listen = (...words: unknown[]): void =>
    format(...words)
      .split('\n')
      .forEach(tell);
  for (const [name] of originals) Reflect.set(target, name, listen);
  return () => originals.forEach(([name, original]) => Reflect.set(target, name, original));
}
