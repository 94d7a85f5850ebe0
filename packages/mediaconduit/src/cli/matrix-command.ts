import { MediaConduitError } from '@mediaconduit/sdk';
import { fillMatrix, type TrialProgress } from './matrix/fill-matrix';
import { findCandidates } from './matrix/find-candidates';
import { findCores } from './matrix/find-cores';
import { isFault, type Matrix } from './matrix/matrix';
import { matrixLines } from './matrix/matrix-lines';
import { matrixMarkdown } from './matrix/matrix-markdown';
import { createNpmClient } from './matrix/npm-client';
import { ownVersion } from './own-version';
import type { Session } from './session';

/** As the words of the command line say it. */
export interface MatrixFlags {
  readonly core?: readonly string[];
  readonly rule?: readonly string[];
  readonly markdown?: boolean;
}

const CHECKS_FAILED = 9;

/** Which of them there are is for the suite of each version to say. */
const RULE = /^MC-[PS]\d+$/i;

/**
 * `mediaconduit matrix [provider…]`: which provider works with which version of the core. 9 when one does not that should:
 * what a provider itself rules out, by its contract or its peers, is no fault.
 */
export async function tryProviders(session: Session, words: readonly string[], flags: MatrixFlags): Promise<number> {
  const { output } = session;
  if (flags.markdown && output.settings.json) throw unclear();
  const noRule = flags.rule?.find((id) => !RULE.test(id));
  if (noRule !== undefined) throw notARule(noRule);
  const work = makeMatrix(session, words, flags);
  session.endWith(async (reason) => {
    await work.catch(() => undefined); // until nothing is left of the project that is being tried
    throw reason;
  });
  const matrix = await work;
  const isGood = !matrix.rows.some(({ cells }) => cells.some(isFault));
  if (output.settings.json) await output.json(jsonOf(matrix, isGood));
  else if (flags.markdown) await output.data(matrixMarkdown(matrix));
  else await output.lines(matrixLines(matrix, output));
  return isGood ? 0 : CHECKS_FAILED;
}

async function makeMatrix(session: Session, words: readonly string[], flags: MatrixFlags): Promise<Matrix> {
  const { folder, host, output, runtime, signal } = session;
  const candidates = findCandidates(words, { folder, providers: runtime.providers });
  const npm = createNpmClient({ folder, environment: host.environment, signal });
  output.status('asking the registry which versions there are …');
  const cores = await findCores(npm, {
    wanted: flags.core ?? [],
    installed: ownVersion(),
    onNote: (line) => output.note(line),
  });
  const onProgress = (progress: TrialProgress): void => {
    if (output.canRewrite || progress.stage === 'installing') output.status(progressLine(progress));
  };
  const trials = { npm, settings: folder, environment: host.environment, signal, rules: flags.rule, onProgress };
  const matrix = await fillMatrix({ candidates, cores }, trials);
  output.status(undefined);
  return matrix;
}

function progressLine({ core, count, number, provider, stage }: TrialProgress): string {
  if (provider === undefined) return `installing MediaConduit ${core} …`;
  return `${number} of ${count}: ${stage} ${provider} with ${core} …`;
}

function jsonOf({ cores, rows }: Matrix, ok: boolean): object {
  const providers = rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell) => ({ ...cell, isFault: isFault(cell) })),
  }));
  return { ok, cores, providers };
}

function unclear(): MediaConduitError {
  return new MediaConduitError('MC_USAGE', 'A page of Markdown is no JSON: --markdown or --json, not both.', {
    hint: 'leave one of them out',
  });
}

function notARule(id: string): MediaConduitError {
  return new MediaConduitError('MC_USAGE', `${id} is no rule.`, {
    hint: 'a rule is called MC-P11 or MC-S20; providers stand before --rule: mediaconduit matrix ./my-provider --rule MC-P11',
    facts: { rule: id },
  });
}
