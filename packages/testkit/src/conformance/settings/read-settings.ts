import { CAPABILITIES, defineOptions, isMediaConduitError, MediaConduitError, messageOf } from '@mediaconduit/sdk';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SETTINGS_FILE, type ConformanceSettings } from './settings';

const FILE = defineOptions({
  type: 'object',
  additionalProperties: false,
  properties: {
    $schema: { type: 'string' },
    recording: { type: 'string', minLength: 1 },
    calls: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['model'],
        properties: {
          model: { type: 'string', minLength: 1 },
          capability: { enum: CAPABILITIES },
          input: {},
          options: { type: 'object' },
          recording: { type: 'string', minLength: 1 },
        },
      },
    },
    requests: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['path'],
        properties: {
          method: { type: 'string', pattern: '^[A-Z]+$' },
          path: { type: 'string', pattern: '^/' },
          json: {},
          form: { type: 'object' },
          status: { type: 'integer', minimum: 100, maximum: 599 },
          long: { type: 'boolean' },
        },
      },
    },
  },
} as const);

/**
 * What a package says about how it is checked; nothing when it has no such file.
 * @throws `MC_CONFIG_INVALID` when the file is not what it should be.
 */
export async function readSettings(packageFolder: string): Promise<ConformanceSettings> {
  const file = join(packageFolder, SETTINGS_FILE);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw invalid(file, error);
  });
  try {
    const { recording, calls = [], requests = [] } = FILE.parse(asObject(JSON.parse(text)));
    return { recording, calls, requests };
  } catch (error) {
    throw invalid(file, error);
  }
}

function asObject(value: unknown): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new MediaConduitError('MC_CONFIG_INVALID', 'it holds no object');
}

function invalid(file: string, cause: unknown): MediaConduitError {
  const known = isMediaConduitError(cause) ? cause.hint : undefined;
  return new MediaConduitError('MC_CONFIG_INVALID', `${file}: ${messageOf(cause)}`, {
    hint: known ?? 'docs/providers/conformance.md says what may stand there',
    facts: { file },
    cause,
  });
}
