import { writeFile } from 'node:fs/promises';
import { isMedia, MediaConduitError, messageOf, type BinaryMedia, type Media } from '@mediaconduit/sdk';
import type { Output } from './output';

/** Where the result of a run goes. */
export interface RunTarget {
  readonly output: Output;
  /** Absolute path; default stdout. */
  readonly out?: string;
  readonly signal: AbortSignal;
}

/** What `--json` says about one result. */
export interface ResultFacts {
  /** Text, numbers or JSON. */
  readonly content?: unknown;
  /** The file it was written to. */
  readonly path?: string;
}

/**
 * Refuses bytes for a terminal, and bytes within JSON, before any work is done for them.
 * @throws `MC_OUTPUT_IS_TERMINAL`, `MC_USAGE`
 */
export function checkTarget(isBinary: boolean, { output, out }: RunTarget): void {
  if (!isBinary || out !== undefined) return;
  const hint = 'name a file: --out <file>';
  if (output.settings.json) throw new MediaConduitError('MC_USAGE', 'Binary output does not fit into JSON.', { hint });
  if (!output.isTerminal) return;
  throw new MediaConduitError('MC_OUTPUT_IS_TERMINAL', 'The output is binary and would go to the terminal.', { hint });
}

/** Writes one result to its target; with `--json` only files are written, and the caller tells the rest. */
export async function writeResult(result: Media, target: RunTarget): Promise<ResultFacts> {
  const content = contentOf(result);
  if (content === undefined) return writeBinary(result as BinaryMedia, target);
  const { output, out } = target;
  const text = `${typeof content === 'string' ? content : printed(result, content, output)}\n`;
  if (out !== undefined) await keepText({ content, text }, out, output);
  else if (!output.settings.json) await output.data(text);
  return { content, ...(out !== undefined && { path: out }) };
}

/** Text as it is, embeddings and JSON as data; `undefined` for media made of bytes. */
function contentOf(result: Media): unknown {
  if (isMedia(result, 'text')) return result.content;
  if (isMedia(result, 'embedding')) return [...result.vector];
  return result.kind === 'json' && 'value' in result ? result.value : undefined;
}

/** For people with one value a line; a vector is too long for that. */
function printed(result: Media, content: unknown, { isTerminal }: Output): string {
  return JSON.stringify(content, undefined, isTerminal && !isMedia(result, 'embedding') ? 2 : undefined);
}

/** Refuses several results that are bytes for one stream, where they could not be told apart. @throws `MC_USAGE` */
export function checkResults(results: readonly Media[], { out }: RunTarget): void {
  if (out !== undefined || results.length < 2 || results.every((result) => contentOf(result) !== undefined)) return;
  throw new MediaConduitError('MC_USAGE', `There are ${results.length} results, which do not fit into one stream.`, {
    hint: 'name a file: with --out x.png they are written to x-1.png, x-2.png and so on',
    facts: { results: results.length },
  });
}

async function writeBinary(result: BinaryMedia, target: RunTarget): Promise<ResultFacts> {
  checkTarget(true, target);
  const { output, out, signal } = target;
  if (out !== undefined) {
    await result.saveToFile(out, { signal });
    return { path: out };
  }
  for await (const chunk of result.stream({ signal })) await output.data(chunk as Uint8Array);
  return {};
}

/** Text that cannot be written to its file is printed rather than lost; in JSON it stands among the facts. */
async function keepText(result: { content: unknown; text: string }, path: string, output: Output): Promise<void> {
  try {
    await writeFile(path, result.text);
  } catch (cause) {
    const { json } = output.settings;
    if (!json) await output.data(result.text);
    throw new MediaConduitError('MC_FILE_WRITE_FAILED', `${path} cannot be written: ${messageOf(cause)}.`, {
      hint: `the result ${json ? 'stands under facts.content' : 'was printed instead'}; check the folder and its rights`,
      facts: { path, ...(json && { content: result.content }) },
      cause,
    });
  }
}
