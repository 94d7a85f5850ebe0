import type { Form, FormFile, FormValue } from '@mediaconduit/sdk';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';

/** A form made ready to send. */
export interface FormBody {
  readonly contentType: string;
  /** Missing when a part does not say its size. */
  readonly sizeBytes: number | undefined;
  /** One pass over all parts. */
  readonly chunks: () => AsyncGenerator<Uint8Array, void, void>;
  /** Ends the streams of files that were not read to their end. */
  readonly destroy: () => void;
}

interface Part {
  readonly head: Buffer;
  readonly content: Uint8Array | Readable;
  readonly sizeBytes: number | undefined;
}

const LINE_END = Buffer.from('\r\n');

/** `multipart/form-data` (RFC 7578) with names escaped as browsers do. Streams are read one after the other, when they are sent. */
export function formBody(form: Form, boundary = `mediaconduit-${randomUUID()}`): FormBody {
  const parts = Object.entries(form).flatMap(([name, values]) =>
    [values].flat().map((value: FormValue) => partOf(name, value, boundary)),
  );
  const end = Buffer.from(`--${boundary}--\r\n`);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    sizeBytes: totalBytes(parts, end.length),
    async *chunks() {
      for (const { head, content } of parts) {
        yield head;
        if (content instanceof Uint8Array) yield content;
        else yield* content as AsyncIterable<Uint8Array>;
        yield LINE_END;
      }
      yield end;
    },
    destroy() {
      for (const { content } of parts) if (!(content instanceof Uint8Array)) content.destroy();
    },
  };
}

function partOf(name: string, value: FormValue, boundary: string): Part {
  const disposition = `--${boundary}\r\ncontent-disposition: form-data; name="${escaped(name)}"`;
  if (typeof value === 'string') {
    const content = Buffer.from(value);
    return { head: Buffer.from(`${disposition}\r\n\r\n`), content, sizeBytes: content.length };
  }
  const { content, contentType = 'application/octet-stream', fileName } = value;
  const head = `${disposition}; filename="${escaped(fileName)}"\r\ncontent-type: ${contentType}\r\n\r\n`;
  return { head: Buffer.from(head), content, sizeBytes: sizeOf(value) };
}

function sizeOf({ content, sizeBytes }: FormFile): number | undefined {
  return content instanceof Uint8Array ? content.length : sizeBytes;
}

function totalBytes(parts: readonly Part[], endBytes: number): number | undefined {
  let total = endBytes;
  for (const { head, sizeBytes } of parts) {
    if (sizeBytes === undefined) return undefined;
    total += head.length + sizeBytes + LINE_END.length;
  }
  return total;
}

/** As the HTML standard says: a name must not end its line or its quotes. */
function escaped(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
