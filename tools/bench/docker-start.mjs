// A first result from a service that does not run yet, as a container, over dockerode making the same container.
import { setTimeout as pause } from 'node:timers/promises';
import { findDockerEngine } from '../dev/docker-engine.mjs';
import { openCowsay, TEXT } from './cowsay-runtime.mjs';
import { connect, removeContainer, settingsOfOurContainer, startContainer } from './raw-docker.mjs';
import { interleaved, median, paired, spread } from './statistics.mjs';
import { judged, unmeasured } from './verdict.mjs';

const MEASURE = 'docker cold start to the first result, over dockerode create, start and first 200';
const TARGET = '≤ 15 ms more';
/** The engine goes on cleaning up after it has answered; the next start must not pay for it. */
const SETTLE_MS = 200;
const ROUNDS = { rounds: 41, warmUp: 2 };

export async function measure() {
  const address = await findDockerEngine();
  if (!address) return [unmeasured(MEASURE, TARGET, 'no Docker engine answers')];
  const docker = connect(address);
  const settings = await settingsOfOurContainer(docker);
  const running = await openCowsay('docker');
  const subjects = { raw: () => rawStart(docker, settings), ours: ourStart, again: () => startAgain(running) };
  const { raw, ours, again } = await interleaved(subjects, ROUNDS);
  await running.close();
  const difference = paired(ours, raw, (a, b) => a - b);
  const differenceAgain = paired(again, raw, (a, b) => a - b);
  return [
    judged({
      measure: MEASURE,
      figure: spread(difference, 1, ' ms more'),
      target: TARGET,
      value: median(difference),
      most: 15,
      details: [
        `${ROUNDS.rounds} pairs; the image exists, libraries loaded before; a new runtime each time, the clock starts with transform()`,
        `dockerode create (our image and settings), start, inspect, POST /transform every millisecond until it answers 200: ${spread(raw, 1, ' ms')}`,
        `model.transform(), which finds the engine, checks the image, starts the container and waits until it is ready: ${spread(ours, 1, ' ms')}`,
        `the same in a runtime that has used the engine before: ${spread(again, 1, ' ms')}, which is ${spread(differenceAgain, 1, ' ms more')}`,
      ],
    }),
  ];
}

async function ourStart() {
  const cowsay = await openCowsay('docker');
  const startedAt = performance.now();
  await cowsay.model.transform(TEXT);
  const took = performance.now() - startedAt;
  await cowsay.close();
  await pause(SETTLE_MS);
  return took;
}

/** The engine is found, its events are followed and the build context is known by its times. */
async function startAgain(cowsay) {
  const startedAt = performance.now();
  await cowsay.model.transform(TEXT);
  const took = performance.now() - startedAt;
  await cowsay.service.stopService();
  await pause(SETTLE_MS);
  return took;
}

async function rawStart(docker, settings) {
  const startedAt = performance.now();
  const container = await startContainer(docker, settings);
  const took = performance.now() - startedAt;
  await removeContainer(container);
  await pause(SETTLE_MS);
  return took;
}
