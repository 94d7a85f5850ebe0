import type { Output } from './output';

/** What is faster is not worth a line, in ms. */
const SLOW_MS = 1000;

/** Answers what the work answers; shows the line while it takes long. */
export async function tellWhenSlow<T>(work: Promise<T>, line: string | (() => string), output: Output): Promise<T> {
  const timer = setTimeout(() => output.status(typeof line === 'string' ? line : line()), SLOW_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    output.status(undefined);
  }
}
