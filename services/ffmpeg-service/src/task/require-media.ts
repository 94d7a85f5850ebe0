import { fault } from '@mediaconduit/service-kit';
import type { Job } from './job';

/** @throws `invalid-input` naming the first file that has no sound. */
export function requireSound({ media, files }: Job): void {
  const silent = media.findIndex(({ audio }) => !audio);
  if (silent < 0) return;
  throw fault('invalid-input', `${fileLabel(files, silent)} has no sound`, { hint: 'give a file with an audio track' });
}

/** @throws `invalid-input` naming the first file that has no picture. */
export function requirePicture({ media, files }: Job): void {
  const dark = media.findIndex(({ video }) => !video);
  if (dark < 0) return;
  throw fault('invalid-input', `${fileLabel(files, dark)} has no picture`, { hint: 'give a video' });
}

/** @throws `invalid-options` when `seconds` lies behind the end of the first file. */
export function requireInside({ media }: Job, option: string, seconds: number): void {
  const length = media[0]?.duration;
  if (length === undefined || seconds < length) return;
  throw fault('invalid-options', `${option} is ${seconds} s, and the file ends at ${length} s`, {
    hint: `give less than ${length}`,
  });
}

/** How messages name a file of the caller. */
export function fileLabel(files: readonly { readonly fileName: string }[], index: number): string {
  const name = files[index]?.fileName;
  return name ? `the file ${JSON.stringify(name.slice(0, 80))}` : `file ${index}`;
}
