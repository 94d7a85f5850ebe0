import { MediaConduitError, messageOf } from '@mediaconduit/sdk';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Exchange, RecordedResponse, Recording } from './exchange';
import { putMediaBack } from './media-in-json';
import { readMediaFile } from './read-media';

/** @throws `MC_FILE_NOT_FOUND`, also for media that belong to it, and `MC_INPUT_INVALID` for what is no recording. */
export async function readRecording(file: string): Promise<Recording> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new MediaConduitError('MC_FILE_NOT_FOUND', `The recording ${file} cannot be read: ${messageOf(cause)}.`, {
      hint: 'record it with MEDIACONDUIT_RECORD=1, or with mode "once" of openCassette',
      facts: { file },
      cause,
    });
  });
  const recording = parseJson(text, file) as Partial<Recording> | null;
  if (!Array.isArray(recording?.exchanges)) throw invalid(file, 'it has no list "exchanges"');
  for (const [index, exchange] of recording.exchanges.entries())
    requireExchange(exchange, `${file}, exchange ${index}`);
  return withMedia(recording as Recording, dirname(file));
}

/** With the media that a service says in Base64. */
async function withMedia(recording: Recording, folder: string): Promise<Recording> {
  const read = (place: string): Promise<Buffer> => readMediaFile(resolve(folder, place));
  const exchanges = recording.exchanges.map(async ({ request, response }) => ({
    request,
    response: (await putMediaBack(response, read)) as RecordedResponse,
  }));
  return { ...recording, exchanges: await Promise.all(exchanges) };
}

function requireExchange(value: unknown, place: string): void {
  const { request, response } = (value ?? {}) as Partial<Exchange>;
  if (typeof request?.method !== 'string' || !request.path?.startsWith('/')) {
    throw invalid(place, 'its request has no method, or no path that starts with "/"');
  }
  if (typeof response !== 'object' || response === null) throw invalid(place, 'it has no response');
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(file, messageOf(cause), cause);
  }
}

function invalid(place: string, reason: string, cause?: unknown): MediaConduitError {
  return new MediaConduitError('MC_INPUT_INVALID', `${place} is no recording: ${reason}.`, {
    hint: 'write { "exchanges": [{ "request": { "method", "path" }, "response": {} }] }',
    facts: { place },
    cause,
  });
}
