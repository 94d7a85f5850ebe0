import type { LogLine, SupervisorClient, StackStatus } from '@mediaconduit/runtime/supervision';
import type { Session } from './session';
import { endAtInterrupt } from './stack/interrupted';
import { logPrefixes } from './stack/log-prefixes';
import { requireOwnStack, requireService } from './stack/own-stack';

/** Which lines are wanted. */
export interface LogFlags {
  readonly follow?: boolean;
  /** The last of each service. */
  readonly lines: number;
}

/** `mediaconduit logs [service…]`: what the services of the project's stack wrote. */
export async function showStackLogs(session: Session, services: readonly string[], flags: LogFlags): Promise<number> {
  const { client, stack } = await requireOwnStack(session);
  for (const name of services) requireService(name, stack);
  const lines = linesOf(session, { client, stack, services, flags });
  if (session.output.settings.json) await tellJson(session, lines, flags.follow === true);
  else await tell(session, lines, services.length > 0 ? services : stack.services.map(({ name }) => name));
  if (flags.follow) session.output.note(`${stack.name} was stopped`);
  return 0;
}

interface Wanted {
  readonly client: SupervisorClient;
  readonly stack: StackStatus;
  readonly services: readonly string[];
  readonly flags: LogFlags;
}

function linesOf(session: Session, { client, flags, services, stack }: Wanted): AsyncIterable<LogLine> {
  const { follow = false, lines } = flags;
  if (follow) endAtInterrupt(session);
  return client.logs(stack.id, { services, lines, follow, signal: session.signal });
}

async function tell({ output }: Session, lines: AsyncIterable<LogLine>, names: readonly string[]): Promise<void> {
  const prefixes = logPrefixes(names);
  for await (const { line, service } of lines) await output.lines([[...prefixes(service), { text: line }]]);
}

/** One object; while it goes on, a line for each. */
async function tellJson({ output }: Session, lines: AsyncIterable<LogLine>, follow: boolean): Promise<void> {
  const logs: Omit<LogLine, 'type'>[] = [];
  for await (const { line, service } of lines) {
    if (follow) await output.data(`${JSON.stringify({ service, line })}\n`);
    else logs.push({ service, line });
  }
  if (!follow) await output.json({ logs });
}
