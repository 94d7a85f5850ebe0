// A program of its own that uses the Docker engine as an application would:
// node engine-program.cjs '{ dist, home, homeId, definition, then, options }'
// `then`: `idle` leaves the end to the event loop, `hold` stays until it is killed, `exit` calls closeSync in an exit
// handler, `release` gives the service back when a line comes in.
const { dist, home, homeId, definition, then, options } = JSON.parse(process.argv[2]);
const { createDockerEngine } = require(`${dist}/engine/docker/create-docker-engine.js`);

async function main() {
  const engine = createDockerEngine({ home, homeId, environment: process.env });
  engine.subscribe(() => undefined);
  const service = await engine.ensure(definition, { ...options, signal: new AbortController().signal });
  process.stdout.write(`${JSON.stringify(service)}\n`);
  if (then === 'hold') setInterval(() => undefined, 60_000);
  if (then === 'exit') {
    process.on('exit', () => engine.closeSync());
    process.exit(0);
  }
  if (then === 'release') {
    process.stdin.once('data', async () => {
      await engine.close();
      process.stdout.write('"released"\n');
      process.stdin.destroy();
    });
  }
}

void main();
