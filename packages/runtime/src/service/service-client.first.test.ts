import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createServiceClient } from './create-service-client';

describe('ServiceClient', () => {
  // the fetch of Node.js 20 loads its parser while the first connection of a program is made, and misses its end then
  it('tells the end of its first connection, also when that is over at once', async () => {
    const server = createServer(
      (socket) =>
        void socket
          .on('error', () => undefined)
          .resume()
          .end(),
    );
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const client = await createServiceClient({ serviceId: 'cow', baseUrl: `http://127.0.0.1:${port}` });
    try {
      await expect(client.request({ path: '/' }, 0)).rejects.toMatchObject({ code: 'MC_SERVICE_GONE' });
    } finally {
      await client.destroy();
      await once(server.close(), 'close');
    }
  });
});
