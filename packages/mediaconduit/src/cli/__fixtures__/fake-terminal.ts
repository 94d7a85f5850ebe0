import { Writable } from 'node:stream';

/** A stream that remembers what was written, like a terminal or not. */
export class FakeStream extends Writable {
  text = '';

  constructor(
    readonly isTTY: boolean,
    readonly columns = 40,
    readonly rows = 24,
  ) {
    super({ decodeStrings: false });
  }

  override _write(chunk: string | Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
