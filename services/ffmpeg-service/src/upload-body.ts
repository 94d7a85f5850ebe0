import { multipartBody, type MultipartOptions, type ReceivedForm, type RequestBody } from '@mediaconduit/service-kit';
import type { JobQueue } from './job-queue';
import type { Scratch } from './scratch';

/** Largest input: 16 GiB. */
export const MAX_INPUT_BYTES = 16 * 1024 ** 3;

/** The form around the files: a few names and the parameters. */
const MAX_FORM_BYTES = MAX_INPUT_BYTES + 16 * 1024 ** 2;
const MAX_FILES = 100;

/** What a route takes as its body. */
export interface UploadBody {
  readonly body: RequestBody<ReceivedForm>;
  readonly maxBodyBytes: number;
}

/** A form with media files. Nothing is uploaded for a queue that is full. */
export function uploadBody(
  scratch: Scratch,
  queue: JobQueue,
  described: Pick<MultipartOptions, 'fields' | 'files'>,
): UploadBody {
  const form = multipartBody({
    ...described,
    createFolder: () => scratch.createFolder(),
    maxFiles: MAX_FILES,
    maxFileBytes: MAX_INPUT_BYTES,
  });
  const body: RequestBody<ReceivedForm> = {
    ...form,
    read: async (request, response, limits) => {
      queue.requirePlace();
      return form.read(request, response, limits);
    },
  };
  return { body, maxBodyBytes: MAX_FORM_BYTES };
}
