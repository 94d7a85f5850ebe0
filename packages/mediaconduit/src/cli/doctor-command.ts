import type { Check } from './doctor-check';
import { checkMachine } from './doctor-checks';
import type { Session } from './session';

const SIGNS = { pass: '✓', warn: '!', fail: '✗' } as const;

/** `mediaconduit doctor`: what works here and how to mend the rest. 9 when a check failed. */
export async function diagnose(session: Session): Promise<number> {
  const { output } = session;
  const checks = await checkMachine(session.runtime, session.environment);
  const failed = checks.filter(({ status }) => status === 'fail').length;
  if (output.settings.json) await output.json({ ok: failed === 0, checks });
  else await output.data(`${checks.flatMap(linesOf).join('\n')}\n`);
  return failed === 0 ? 0 : 9;
}

function linesOf({ id, status, evidence, fix }: Check): string[] {
  return [
    `${SIGNS[status]} ${id.padEnd(20)} ${evidence.replaceAll('\n', '\n    ')}`,
    ...(fix === undefined ? [] : [`  fix: ${fix}`]),
  ];
}
