import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

describe('openUrl', () => {
  // Jest runs the built package here as it does in the tests of an application, where `import()` fails.
  const { Image } = jest.requireActual<typeof import('../index')>(join(__dirname, '../../dist/index.js'));

  it('opens http where Jest runs the modules', async () => {
    const server = createServer((_, response) => response.end('moo')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const image = Image.fromUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      expect(String(await image.bytes())).toBe('moo');
    } finally {
      server.close();
    }
  });

  it('opens https where Jest runs the modules', async () => {
    await expect(Image.fromUrl('https://127.0.0.1:1/cow.png').bytes()).rejects.toMatchObject({
      code: 'MC_MEDIA_FETCH_FAILED',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});
