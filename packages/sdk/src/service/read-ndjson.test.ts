import { Readable } from 'node:stream';
import { readNdjson } from './read-ndjson';

const bodyOf = (...chunks: (string | Buffer)[]) => Readable.from(chunks.map((chunk) => Buffer.from(chunk)));

async function all(body: Readable): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const value of readNdjson(body, 'test-service')) values.push(value);
  return values;
}

describe('readNdjson', () => {
  it('puts lines together that come in pieces, and passes blank ones over', async () => {
    await expect(all(bodyOf('{"a":', '1}\n\n{"b"', ':2}\r\n3'))).resolves.toEqual([{ a: 1 }, { b: 2 }, 3]);
  });

  it('keeps characters whole that are cut between chunks', async () => {
    const bytes = Buffer.from('"Kühe 🐄"\n');
    const chunks = [...bytes].map((byte) => Buffer.from([byte]));
    await expect(all(bodyOf(...chunks))).resolves.toEqual(['Kühe 🐄']);
  });

  it('gives nothing for an empty body', async () => {
    await expect(all(bodyOf())).resolves.toEqual([]);
  });

  it('names the line that is no JSON, and destroys the body', async () => {
    const body = bodyOf('{"a":1}\n<html>\n');
    await expect(all(body)).rejects.toMatchObject({
      code: 'MC_SERVICE_REPLY_INVALID',
      message: expect.stringContaining('"<html>"'),
      facts: { service: 'test-service', line: '<html>' },
    });
    expect(body.destroyed).toBe(true);
  });

  it('destroys the body when the loop is left', async () => {
    const body = new Readable({ read: () => undefined });
    body.push('1\n2\n');
    for await (const value of readNdjson(body, 'test-service')) {
      expect(value).toBe(1);
      break;
    }
    expect(body.destroyed).toBe(true);
  });

  it('fails with what the body fails with', async () => {
    const body = new Readable({ read: () => undefined });
    const failed = all(body);
    body.destroy(new Error('cut'));
    await expect(failed).rejects.toThrow('cut');
  });
});
