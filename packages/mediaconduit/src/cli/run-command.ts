import { parse, resolve } from 'node:path';
import { splitReference } from '@mediaconduit/runtime';
import { MediaConduitError, type Media, type MediaKind, type Model } from '@mediaconduit/sdk';
import { callModel } from './call-model';
import { checkOutFile, outFile } from './check-out-file';
import { confirmOf } from './confirm-on-terminal';
import { formatOfFile } from './format-of-file';
import { openRunModel } from './open-run-model';
import { readRunInput } from './read-run-input';
import { checkResults, checkTarget, writeResult, type ResultFacts, type RunTarget } from './run-output';
import { optionProperties, parsePairs, parseRunWords } from './run-words';
import type { Session } from './session';
import { summaryLine } from './summary-line';

/** What may be said about a run beside the options of its model. */
export interface RunFlags {
  /** `key=value`, as often as wanted. */
  readonly option?: readonly string[];
  /** `name=value`, as often as wanted. */
  readonly input?: readonly string[];
  readonly model?: string;
  readonly capability?: string;
  readonly file?: string;
  readonly out?: string;
}

/** What is to be run: everything after `run` that is no flag of the command itself. */
export interface RunRequest {
  readonly words: readonly string[];
  /** What stood after `--`: never a flag. */
  readonly literal: readonly string[];
  readonly flags: RunFlags;
  /** Every flag of the command itself, as `--engine`. */
  readonly ownFlags: readonly string[];
}

/** `mediaconduit run`: one transform. Everything that can be checked is checked before a service starts. */
export async function runModel(session: Session, request: RunRequest): Promise<number> {
  const { reference, words, literal } = splitReferenceFrom(request);
  const { flags } = request;
  const { output, signal } = session;
  const out = outFile(session.host.folder, flags.out);
  if (out !== undefined) await checkOutFile(out);
  const { model, capability } = await openRunModel(session, reference, flags);
  const [inputKind, outputKind] = capability.split('-to-') as [MediaKind, MediaKind]; // both halves are kinds
  const target: RunTarget = { output, signal, out };
  checkTarget(!['text', 'embedding', 'json'].includes(outputKind), target);

  const properties = optionProperties(model);
  const pairs = parsePairs(flags.option ?? [], properties);
  const { inputs, options: given } = parseRunWords(words, properties, request.ownFlags, pairs);
  const options = { ...formatOfFile(out, properties), ...given };
  model.optionsSchema?.parse(options);
  const { folder, stdin } = session.host;
  const sources = { words: [...inputs, ...literal], named: flags.input, file: flags.file, folder, stdin, signal };
  const input = await readRunInput(inputKind, sources);
  const call = { input, options, givesText: outputKind === 'text', confirm: confirmOf(session) };
  const { results, written, elapsedMs } = await callModel(model, call, target);
  checkResults(results, target);
  const facts = written ? [] : await writeAll(results, target);
  await tell(session, { model, reference, results, facts, elapsedMs });
  return 0;
}

interface Told {
  readonly model: Model;
  readonly reference: string;
  readonly results: readonly Media[];
  readonly facts: readonly ResultFacts[];
  readonly elapsedMs: number;
}

async function tell(session: Session, { model, reference, results, facts, elapsedMs }: Told): Promise<void> {
  const { output, progress } = session;
  const [first] = results;
  if (output.settings.json) {
    const { engine, baseUrl } = progress?.last ?? {};
    const about = {
      provider: first?.lineage?.provider ?? splitReference(reference).provider,
      model: model.id,
      engine,
      baseUrl,
    };
    const times = { ...first?.timing, totalMs: elapsedMs };
    const timing = Object.fromEntries(Object.entries(times).map(([name, ms]) => [name, round(ms)]));
    await output.json({
      ...(output.settings.stream && { type: 'result' }),
      ...(facts.length === 1 ? facts[0] : { results: facts }),
      ...about,
      timing,
      metadata: first?.metadata,
    });
  }
  for (const { path } of facts) if (path !== undefined) output.note(`wrote ${path}`);
  if (!output.settings.json) output.note(summaryLine(progress?.last, first?.timing, elapsedMs), 'dim');
}

/** Tries every result before it throws the first failure: a file that cannot be written must not cost the others. */
async function writeAll(results: readonly Media[], target: RunTarget): Promise<ResultFacts[]> {
  const facts: ResultFacts[] = [];
  const failures: unknown[] = [];
  for (const [index, result] of results.entries()) {
    const out = results.length === 1 ? target.out : target.out && numbered(target.out, index + 1);
    await writeResult(result, { ...target, out }).then(
      (written) => facts.push(written),
      (failure: unknown) => failures.push(failure),
    );
  }
  if (failures.length > 0) throw failures[0];
  return facts;
}

/** `cow.png` → `cow-2.png`. */
function numbered(path: string, number: number): string {
  const { dir, name, ext } = parse(path);
  return resolve(dir, `${name}-${number}${ext}`);
}

function splitReferenceFrom({
  words,
  literal,
}: RunRequest): Pick<RunRequest, 'words' | 'literal'> & { reference: string } {
  const [first, ...rest] = words;
  const [spare, ...others] = literal;
  if (first !== undefined && !first.startsWith('-')) return { reference: first, words: rest, literal };
  if (first === undefined && spare !== undefined) return { reference: spare, words: [], literal: others };
  throw new MediaConduitError('MC_USAGE', 'Which provider? Its name comes first.', {
    hint: 'mediaconduit run cowsay "Hello"; "mediaconduit providers" lists what is installed',
  });
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
