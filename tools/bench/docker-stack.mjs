// Many services at once as containers, with addresses of their own that stay and without, over dockerode doing the same.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findDockerEngine } from '../dev/docker-engine.mjs';
import { openHerd } from './cow-herd.mjs';
import { fromRuntime } from './cowsay-runtime.mjs';
import { answered, connect, removeContainer, settingsOfOurContainer, startContainer } from './raw-docker.mjs';
import { interleaved, median, paired, spread } from './statistics.mjs';
import { judged, unmeasured } from './verdict.mjs';

const { homeId } = fromRuntime('./dist/config/home.js');

const PARALLEL = 8;
const MANY = 30;
const SETTLE_MS = 500;
const ROUNDS = { rounds: 9, warmUp: 1 };
const RESTARTS = { rounds: 15, warmUp: 2 };
const STARTED = `${PARALLEL} services started at once on Docker`;
const RESTARTED = 'restart of a service with an address that stays, over `docker restart`';
const CLASHES = `${MANY} services at once with addresses that stay: ports used twice`;
const CLEANED = `${2 * MANY} containers of a program that was killed, removed by the next one while it starts a service`;

export async function measure() {
  const address = await findDockerEngine();
  if (!address) return [unmeasured(STARTED, '≤ × 1.15', 'no Docker engine answers')];
  const docker = connect(address);
  const settings = await settingsOfOurContainer(docker);
  return [...(await started(docker, settings)), await restarted(docker, settings), ...(await killed(docker))];
}

async function started(docker, settings) {
  const plain = await openHerd(PARALLEL, { keepAddress: false });
  const kept = await openHerd(PARALLEL, { keepAddress: true });
  const subjects = {
    raw: () => startByHand(docker, settings),
    ours: () => startHerd(plain),
    held: () => startHerd(kept),
  };
  const { raw, ours, held } = await interleaved(subjects, ROUNDS);
  await plain.close();
  await kept.close();
  const details = [`${ROUNDS.rounds} rounds; dockerode create, start, inspect and first 200: ${spread(raw, 0, ' ms')}`];
  return [
    ratio({ measure: `${STARTED}, over dockerode`, over: paired(ours, raw, divide), most: 1.15, details }),
    ratio({
      measure: `${STARTED}, each with an address that stays, over dockerode`,
      over: paired(held, raw, divide),
      most: 1.6,
      details: [...details, 'twice as many containers: one of each two holds the network of the other'],
    }),
  ];
}

async function startByHand(docker, settings) {
  const startedAt = performance.now();
  const containers = await all(PARALLEL, () => startContainer(docker, settings));
  const took = performance.now() - startedAt;
  await Promise.all(containers.map(removeContainer));
  await pause(SETTLE_MS);
  return took;
}

async function startHerd(herd) {
  const startedAt = performance.now();
  await herd.start();
  const took = performance.now() - startedAt;
  await herd.stop();
  await pause(SETTLE_MS);
  return took;
}

async function restarted(docker, settings) {
  const herd = await openHerd(1, { keepAddress: true });
  await herd.start();
  const container = await startContainer(docker, settings);
  const subjects = {
    raw: () => timed(() => container.restart().then(() => answered(container))),
    ours: () => timed(() => herd.restart()),
  };
  const { raw, ours } = await interleaved(subjects, RESTARTS);
  await removeContainer(container);
  await herd.close();
  return ratio({
    measure: RESTARTED,
    over: paired(ours, raw, divide),
    most: 0.5,
    details: [
      `${RESTARTS.rounds} rounds, both until the first 200; by hand ${spread(raw, 0, ' ms')}, ours ${spread(ours, 0, ' ms')}`,
    ],
  });
}

/** A program that keeps many services is killed; the next one of its home removes what it left. */
async function killed(docker) {
  const child = fork(join(import.meta.dirname, 'cow-herd-main.mjs'), [String(MANY)], { stdio: [0, 2, 2, 'ipc'] });
  const [{ home, ports }] = await once(child, 'message');
  const left = await containersOf(docker, home);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const next = await openHerd(1, { home, keepAddress: false });
  const startedAt = performance.now();
  await next.start();
  while ((await containersOf(docker, home)).some((id) => left.includes(id))) await pause(20);
  const seconds = (performance.now() - startedAt) / 1000;
  await next.close();
  const clashes = ports.length - new Set(ports).size;
  return [
    judged({ measure: CLASHES, figure: `${clashes} of ${ports.length}`, target: 'none', value: clashes, most: 0 }),
    judged({
      measure: CLEANED,
      figure: `${seconds.toFixed(1)} s for ${left.length}`,
      target: '≤ 5 s',
      value: left.length === 2 * MANY ? seconds : Infinity,
      most: 5,
    }),
  ];
}

async function containersOf(docker, home) {
  const filters = JSON.stringify({ label: [`io.mediaconduit.home=${homeId(home)}`] });
  return (await docker.listContainers({ all: true, filters })).map(({ Id }) => Id);
}

function ratio({ measure, over, most, details }) {
  return judged({
    measure,
    figure: `× ${spread(over, 2, '')}`,
    target: `≤ × ${most}`,
    value: median(over),
    most,
    details,
  });
}

async function timed(work) {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

const divide = (ours, raw) => ours / raw;
const all = (count, make) => Promise.all(Array.from({ length: count }, make));
