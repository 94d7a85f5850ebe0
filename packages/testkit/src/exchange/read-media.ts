import { MediaConduitError, messageOf } from '@mediaconduit/sdk';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Exchange } from './exchange';

/** The bodies that stand in files. Read before the first request, so that a missing file fails the test at its start. */
export async function readMedia(exchanges: readonly Exchange[], folder: string): Promise<Map<Exchange, Buffer>> {
  const media = new Map<Exchange, Buffer>();
  for (const exchange of exchanges) {
    const { file } = exchange.response;
    if (file !== undefined) media.set(exchange, await readMediaFile(resolve(folder, file)));
  }
  return media;
}

/** @throws `MC_FILE_NOT_FOUND` */
export async function readMediaFile(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new MediaConduitError('MC_FILE_NOT_FOUND', `The recorded body ${file} cannot be read: ${messageOf(cause)}.`, {
      hint: 'it belongs beside the recording; record again',
      facts: { file },
      cause,
    });
  }
}
