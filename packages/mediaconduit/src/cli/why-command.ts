import type { Reason, WhyStep } from '@mediaconduit/runtime';
import type { Session } from './session';
import { tableLines } from './table';

/** `mediaconduit why <name>`: what brings it along, by which ways, and where it is. */
export async function explainPackage({ output, runtime }: Session, name: string): Promise<number> {
  const why = await runtime.packages.why(name);
  if (output.settings.json) await output.json(why);
  else await output.data(why.reasons.map((reason) => linesOf(reason, name, output.width)).join('\n'));
  return 0;
}

function linesOf(
  { chains, folder, identifier, kind, namedBy, place, version }: Reason,
  name: string,
  width: number,
): string {
  const headline = kind === 'package' ? `${named({ name, version })}, for ${identifier}` : `${identifier}, a ${kind}`;
  const unread = kind === 'package' && folder === undefined;
  const rows = [
    ['  named by', namedBy.join(', ')],
    ...chains.map((chain) => ['  by', chain.map(named).join(' > ')]),
    ...(unread ? [['  by', 'who asks for it is known when it is fetched: mediaconduit add']] : []),
    ['  in', folder ?? (place === '.' ? 'not fetched' : `${place}, not fetched`)],
  ];
  return `${tableLines([[headline]], width)}${tableLines(rows, width)}`;
}

/** With what is asked for, where somebody asks: `moo 1.2.0 (^1.0.0)`. */
function named({ name, range, version }: WhyStep): string {
  return [name, version, range && `(${range})`].filter(Boolean).join(' ');
}
