import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { placeholderIn, type Placeholder } from '../sample/placeholder';
import { sampleFile, type SampleFile } from '../sample/sample-bytes';
import type { SampleRequest } from '../settings/settings';
import type { SendOptions } from './send';

/** A request of conformance.json as it is sent; files are looked for from the folder. */
export async function toSendOptions({ form, json, method }: SampleRequest, folder: string): Promise<SendOptions> {
  if (form) return { method: method ?? 'POST', body: await toForm(form, folder) };
  if (json === undefined) return { method: method ?? 'GET' };
  return { method: method ?? 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) };
}

async function toForm(fields: Readonly<Record<string, unknown>>, folder: string): Promise<FormData> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    const media = placeholderIn(value);
    if (!media) form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
    else {
      const { bytes, name: fileName } = await fileOf(media, folder);
      form.append(name, new Blob([new Uint8Array(bytes)]), fileName);
    }
  }
  return form;
}

async function fileOf(media: Placeholder, folder: string): Promise<SampleFile> {
  if ('sample' in media) return sampleFile(media.sample, media.seconds);
  return { name: basename(media.file), bytes: await readFile(resolve(folder, media.file)) };
}
