import { createWriteStream, promises as fs } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BusboyEvents, BusboyHeaders, BusboyInstance } from '@fastify/busboy';
import { fault } from './fault';
import { HttpError } from './http-error';
import { LOCAL_FILE_TYPE, readLocalFile } from './local-file';
import type { ReceivedFile, ReceivedForm } from './received-form';

/** What a form may hold. */
export interface FormLimits {
  readonly maxFiles: number;
  readonly maxFileBytes: number;
  readonly maxFieldBytes: number;
}

/** Few large writes cost half of what many small ones do. */
const WRITE_BUFFER_BYTES = 262_144;
const MAX_FIELDS = 100;
const MAX_NAME_BYTES = 200;
const MAX_HEADER_BYTES = 16_384;

type FileInForm = { -readonly [Key in keyof ReceivedFile]: ReceivedFile[Key] };

/** The parser's types do not say that a part may have no file name. */
type FilePart = Readonly<Parameters<BusboyEvents['file']>> & { readonly 2: string | undefined };

/** Reads one upload into a form. */
export class FormReceiver {
  readonly #form: ReceivedForm;
  readonly #limits: FormLimits;
  readonly #fileToken: string | undefined;
  readonly #writes: Promise<void>[] = [];
  readonly #open = new Set<Readable>();
  #failure: Error | undefined;
  #reject: (error: Error) => void = () => undefined;

  /** Files of this machine may be named by who knows `fileToken`. */
  constructor(form: ReceivedForm, limits: FormLimits, fileToken?: string) {
    this.#form = form;
    this.#limits = limits;
    this.#fileToken = fileToken;
  }

  /**
   * Settles when every file is closed.
   * @throws {@link HttpError} 400 for a malformed form, 413 beyond a limit, 507 without space, and what the upload fails with.
   */
  async receive(upload: Readable, headers: IncomingHttpHeaders): Promise<void> {
    const parser = this.#createParser(headers);
    try {
      await new Promise<void>((resolve, reject) => {
        this.#reject = reject;
        upload.once('error', reject);
        parser.once('finish', resolve);
        upload.pipe(parser);
      });
    } catch (error) {
      this.#fail(error as Error);
      upload.unpipe(parser).destroy();
    }
    await Promise.all(this.#writes);
    if (this.#failure) throw this.#failure;
  }

  #createParser(headers: IncomingHttpHeaders): BusboyInstance {
    const parser = openParser(headers, this.#limits);
    const { maxFiles, maxFieldBytes } = this.#limits;
    parser.on('field', (name, value, nameTruncated, valueTruncated) => {
      if (nameTruncated || valueTruncated) this.#fail(tooLarge(`the field ${quoted(name)}`, maxFieldBytes));
      else this.#form.fields[name] = value;
    });
    parser.on('file', (...part) => this.#receiveFile(part));
    parser.on('filesLimit', () => this.#fail(tooMany(maxFiles, 'files')));
    parser.on('fieldsLimit', () => this.#fail(tooMany(MAX_FIELDS, 'fields')));
    parser.on('error', (error: unknown) => this.#fail(malformed(error)));
    return parser;
  }

  #receiveFile([field, stream, fileName, , contentType]: FilePart): void {
    if (this.#failure) return void stream.resume(); // the rest of the chunk in which a fault was found
    const { files } = this.#form;
    const path = this.#form.pathOf(files.length);
    const file = { field, fileName: fileName ?? '', contentType, path, sizeBytes: 0 };
    files.push(file);
    this.#open.add(stream);
    const { maxFileBytes } = this.#limits;
    stream.once('limit', () => this.#fail(tooLarge(`the file ${quoted(file.fileName)}`, maxFileBytes)));
    const isNamed = this.#fileToken !== undefined && contentType === LOCAL_FILE_TYPE;
    const received = (isNamed ? this.#link(file, stream, this.#fileToken) : this.#write(file, stream))
      .catch((error: unknown) => this.#fail(writeFault(error)))
      .finally(() => this.#open.delete(stream));
    this.#writes.push(received);
  }

  async #write(file: FileInForm, stream: Readable): Promise<void> {
    const target = createWriteStream(file.path, { highWaterMark: WRITE_BUFFER_BYTES });
    await pipeline(stream, target);
    file.sizeBytes = target.bytesWritten;
  }

  async #link(file: FileInForm, stream: Readable, fileToken: string): Promise<void> {
    const { contentType, path, sizeBytes } = await readLocalFile(stream, fileToken);
    const { maxFileBytes } = this.#limits;
    if (sizeBytes > maxFileBytes) throw tooLarge(`the file ${quoted(file.fileName)}`, maxFileBytes);
    await fs.symlink(path, file.path);
    Object.assign(file, { contentType, sizeBytes });
  }

  /** The first fault counts; those that follow from it do not. */
  #fail(error: Error): void {
    if (this.#failure) return;
    this.#failure = error;
    this.#reject(error);
    for (const stream of this.#open) stream.destroy(error);
  }
}

function openParser(headers: IncomingHttpHeaders, limits: FormLimits): BusboyInstance {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded with the first form, not at the start
  const { Busboy: Parser } = require('@fastify/busboy') as typeof import('@fastify/busboy');
  try {
    return new Parser({
      headers: headers as BusboyHeaders,
      isPartAFile: (_field, type, fileName) => fileName !== undefined || type === 'application/octet-stream',
      limits: {
        fieldNameSize: MAX_NAME_BYTES,
        fieldSize: limits.maxFieldBytes,
        fields: MAX_FIELDS,
        fileSize: limits.maxFileBytes,
        files: limits.maxFiles,
        headerSize: MAX_HEADER_BYTES,
      },
    });
  } catch (error) {
    throw malformed(error);
  }
}

function writeFault(thrown: unknown): Error {
  const { code } = thrown as NodeJS.ErrnoException;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return thrown as Error;
  return fault('no-space', 'there is no space left for the uploaded files', {
    hint: 'free some space, or give the service a larger scratch folder',
  });
}

function malformed(error: unknown): HttpError {
  const why = error instanceof Error ? error.message : String(error);
  return new HttpError(400, `the body is not a valid form: ${why}`, { code: 'bad-form' });
}

function tooLarge(what: string, maxBytes: number): HttpError {
  return fault('input-too-large', `${what} is larger than ${maxBytes} bytes`);
}

function tooMany(count: number, what: string): HttpError {
  return fault('input-too-large', `the form has more than ${count} ${what}`);
}

function quoted(name: string | undefined): string {
  return JSON.stringify((name ?? '').slice(0, 80));
}
