import { MediaConduitError, messageOf } from '@mediaconduit/sdk';

/** Largest file that is parsed, in bytes. */
const LARGEST_FILE = 64 * 1024;

/**
 * What a configuration file in YAML or JSON holds; an empty one holds nothing.
 * @throws `MC_CONFIG_INVALID` with the place.
 */
export function parseMeshFile(text: string, file: string): unknown {
  if (Buffer.byteLength(text) > LARGEST_FILE) throw invalid(file, `is larger than ${LARGEST_FILE} bytes`);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- 20 ms that only a mesh with a file pays
  const { LineCounter, parseDocument } = require('yaml') as typeof import('yaml');
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { version: '1.2', schema: 'core', lineCounter, logLevel: 'silent' });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    throw invalid(`${file}:${line}:${col}`, `is not valid: ${error.message.split('\n')[0]}`);
  }
  try {
    return (document.toJS({ maxAliasCount: 0 }) as unknown) ?? {};
  } catch (thrown) {
    throw invalid(file, messageOf(thrown));
  }
}

/** One error for all that is wrong. */
export function invalidConfig(file: string | undefined, problems: readonly string[]): MediaConduitError {
  const where = file ?? 'the configuration of the mesh';
  return new MediaConduitError('MC_CONFIG_INVALID', problems.map((problem) => `${where}: ${problem}`).join('\n'), {
    hint: 'correct what the message names; what was in force before stays',
    facts: { file, problems },
  });
}

function invalid(place: string, problem: string): MediaConduitError {
  return new MediaConduitError('MC_CONFIG_INVALID', `${place} ${problem}`, {
    hint: 'correct the file',
    facts: { place },
  });
}
