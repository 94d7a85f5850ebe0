// A service with a child of its own, in the same process group or, with APART, in a session of its own. Writes
// `pids <own> <child's>` to its output and, so that it is known even when nobody reads that, to `pids` in its folder.
const { spawn } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const http = require('node:http');

const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => 0); setInterval(() => 0, 1000)'], {
  ...(process.env.APART === undefined ? { stdio: 'inherit' } : { stdio: 'ignore', detached: true }),
});
const server = http.createServer((_request, response) => response.end('ok'));
const told = () => {
  writeFileSync('pids', `${process.pid} ${child.pid}`);
  process.stdout.write(`pids ${process.pid} ${child.pid}\n`);
  if (process.env.SILENT === undefined) process.send?.({ type: 'listening', port: server.address().port });
};
const fd = process.env.MEDIACONDUIT_LISTEN_FD;
if (fd === undefined) server.listen(0, '127.0.0.1', told);
else server.listen({ fd: Number(fd) }, told);
