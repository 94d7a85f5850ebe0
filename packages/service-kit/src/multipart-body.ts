import { FormReceiver } from './form-receiver';
import { ReceivedForm } from './received-form';
import type { RequestBody } from './request-body';
import { requireType } from './require-type';
import { openUpload } from './upload-stream';

/** Which forms a route takes. */
export interface MultipartOptions {
  /** Makes an empty folder that belongs to one request; it is removed when the form is disposed, or could not be received. */
  readonly createFolder: () => Promise<string>;
  /** Fields with their JSON Schema (2020-12), for the OpenAPI document. Other fields are received too. */
  readonly fields?: Readonly<Record<string, object>>;
  /** Names of the files, for the OpenAPI document. Files of other names are received too. */
  readonly files?: readonly string[];
  /** Default 10. */
  readonly maxFiles?: number;
  /** Default: as much as the whole body may have. */
  readonly maxFileBytes?: number;
  /** Of each field that is no file. Default 1048576 (1 MiB). */
  readonly maxFieldBytes?: number;
  /**
   * Whoever knows it may name files of this machine instead of sending them. Default: `MEDIACONDUIT_FILE_TOKEN`, which
   * the process engine sets for a service that says `process.localFiles`.
   */
  readonly fileToken?: string;
}

/**
 * A `multipart/form-data` body whose files go to disk as they come, with back-pressure; they are named `0`, `1`, … there,
 * never as the client says. A file of this machine that is named is linked there: only read it. The handler disposes the
 * form (`await using`): nothing of it stays.
 */
export function multipartBody(options: MultipartOptions): RequestBody<ReceivedForm> {
  const { createFolder, maxFiles = 10, maxFileBytes = Infinity, maxFieldBytes = 1_048_576 } = options;
  const { fileToken = process.env['MEDIACONDUIT_FILE_TOKEN'] } = options;
  const formLimits = { maxFiles, maxFileBytes, maxFieldBytes };
  return {
    content: { 'multipart/form-data': formSchema(options) },
    read: async (request, response, limits) => {
      requireType(request.headers, ['multipart/form-data']);
      const form = new ReceivedForm(await createFolder());
      try {
        const upload = openUpload(request, response, limits);
        await new FormReceiver(form, formLimits, fileToken).receive(upload, request.headers);
        return form;
      } catch (error) {
        await form[Symbol.asyncDispose]();
        throw error;
      }
    },
  };
}

function formSchema({ fields = {}, files = [] }: MultipartOptions): object {
  const file = { type: 'array', items: { contentMediaType: 'application/octet-stream' } };
  return { type: 'object', properties: { ...fields, ...Object.fromEntries(files.map((name) => [name, file])) } };
}
