// A program with many services that waits to be killed; started by docker-stack.mjs.
import { openHerd } from './cow-herd.mjs';

const herd = await openHerd(Number(process.argv[2]), { keepAddress: true });
await herd.start();
process.send({ home: herd.home, ports: herd.ports() });
