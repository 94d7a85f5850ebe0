import type { ContainerEvent } from './docker-client';

/** Reads one line of `GET /events`; `undefined` for what is no `start` or `die` of a container. */
export function parseContainerEvent(line: string): ContainerEvent | undefined {
  const event = record(parseJson(line));
  const actor = record(event?.['Actor']);
  const [action, id] = [event?.['Action'], actor?.['ID']];
  if (typeof id !== 'string' || (action !== 'start' && action !== 'die')) return undefined;
  const attributes = record(actor?.['Attributes']) ?? {};
  const labels = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, String(value)]));
  const exitCode = labels['exitCode'];
  // JSON numbers of this size lose their last digits: read them from the text
  const timeNano = /"timeNano":\s*(\d+)/.exec(line)?.[1] ?? '0';
  return { action, id, labels, timeNano, ...(exitCode === undefined ? {} : { exitCode: Number(exitCode) }) };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}
