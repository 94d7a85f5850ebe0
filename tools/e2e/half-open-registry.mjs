import { createServer, request } from 'node:http';
import { once } from 'node:events';

/** In front of a registry: passes everything on, but takes no package whose name `refuses` says yes to. */
export async function startHalfOpenRegistry(target, refuses) {
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    if (method === 'PUT' && refuses(decodeURIComponent(url.slice(1)))) {
      incoming.resume();
      outgoing.writeHead(403, { 'content-type': 'application/json' }).end('{"error":"not now"}');
      return;
    }
    const onward = request(new URL(url, target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
