const { writeFileSync } = require('node:fs');
const { createServer } = require('node:http');
const { join } = require('node:path');

writeFileSync(join(__dirname, 'service.pid'), String(process.pid));

if (process.env.BEHAVIOUR === 'broken') {
  for (let line = 1; line <= 20; line++) console.log(`complaint ${line} \u001b[31m`);
  process.exitCode = 3;
} else {
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') return response.writeHead(process.env.BEHAVIOUR === 'slow' ? 503 : 200).end();
    const { text, options } = JSON.parse(Buffer.concat(await request.toArray()).toString());
    if (text === 'wait') return;
    response.end(
      JSON.stringify({
        text: `${Array(options.times ?? 1)
          .fill(options.loud ? text.toUpperCase() : text)
          .join(' ')}`,
      }),
    );
  });
  server.listen({ fd: 3 });
  process.on('SIGTERM', () => process.env.BEHAVIOUR === 'stubborn' || process.exit(0));
}
