// What a limit on calls costs where nobody is in the way: a call to a service of a stack with and without `bulkhead`.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cliEntry } from '../dev/workspace.mjs';
import { fromRuntime } from './cowsay-runtime.mjs';
import { interleaved, median, paired, quantile, spread } from './statistics.mjs';
import { judged } from './verdict.mjs';

const ROUNDS = { rounds: 15, warmUp: 3 };
const CALLS = 500;
const CONCURRENT = 8;

const SERVER = `require('node:http')
  .createServer((request, response) => request.resume().once('end', () => response.end('moo')))
  .listen({ fd: 3 });
`;
const manifestOf = (id) => `id: ${id}
name: ${id}
version: 1.0.0
capabilities: [text-to-text]
engines: [process]
process: { command: [node, server.js], port: fd }
readiness: { path: / }
`;
const SERVICES = {
  'free-service': '',
  'counted-service': '',
  'shared-service': `    bulkhead: { concurrent: ${CONCURRENT} }\n`,
};

export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'mediaconduit-bench-'));
  const environment = { ...process.env, MEDIACONDUIT_HOME: join(folder, 'home') };
  const command = (...words) =>
    execFileSync(process.execPath, [cliEntry, ...words], { cwd: folder, env: environment, stdio: 'ignore' });
  writeStack(folder);
  try {
    command('up', '--wait');
    return await callMeasures(folder, environment);
  } finally {
    command('down', '--all');
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeStack(folder) {
  const entries = Object.entries(SERVICES).map(([id, more]) => `  ${id}:\n    use: ./${id}\n${more}`);
  writeFileSync(join(folder, 'mediaconduit.yml'), `services:\n${entries.join('')}`);
  for (const id of Object.keys(SERVICES)) {
    mkdirSync(join(folder, id));
    writeFileSync(join(folder, id, 'MediaConduit.service.yml'), manifestOf(id));
    writeFileSync(join(folder, id, 'server.js'), SERVER);
  }
}

async function callMeasures(projectFolder, environment) {
  const { createRuntime } = fromRuntime('@mediaconduit/runtime');
  const home = environment.MEDIACONDUIT_HOME;
  const runtime = createRuntime({ projectFolder, home, environment });
  try {
    runtime.bulkheads.getBulkhead('counted-service', { concurrent: CONCURRENT });
    const [free, counted, shared] = await Promise.all(
      Object.keys(SERVICES).map((id) => runtime.services.getService(`./${id}`)),
    );
    for (const service of [free, counted, shared]) await service.request({ path: '/' });
    const limits = ['free-service', 'counted-service', 'shared-service'].map(
      (id) => runtime.bulkheads.find(id)?.isLimited === true,
    );
    if (limits.join() !== 'false,true,true') throw new Error(`limited are: ${limits}`);
    const subjects = { free, counted, shared };
    const calls = Object.entries(subjects).map(([name, service]) => [name, () => callMany(service)]);
    return report(await interleaved(Object.fromEntries(calls), ROUNDS));
  } finally {
    await runtime.close();
  }
}

/** Microseconds of the median call, one at a time. */
async function callMany(service) {
  const times = [];
  for (let call = 0; call < CALLS; call++) {
    const startedAt = performance.now();
    await service.request({ path: '/' });
    times.push((performance.now() - startedAt) * 1000);
  }
  return quantile(times, 0.5);
}

function report({ free, counted, shared }) {
  const more = (own) => paired(own, free, (a, b) => a - b);
  const ratio = (own) =>
    `× ${spread(
      paired(own, free, (a, b) => a / b),
      2,
      '',
    )}`;
  const rounds = `${ROUNDS.rounds} rounds of ${CALLS} calls to each of three services, one call at a time; none has to wait`;
  return [
    judged({
      measure: 'bulkhead of one program: an uncontended call over one without a limit, p50',
      figure: `${ratio(counted)}, adds ${spread(more(counted), 1, ' µs')}`,
      target: '≤ 50 µs more',
      value: median(more(counted)),
      most: 50,
      details: [rounds, `without a limit: ${spread(free, 1, ' µs')}; counted here: ${spread(counted, 1, ' µs')}`],
    }),
    judged({
      measure: 'bulkhead of a stack, for all programs: an uncontended call over one without a limit, p50',
      figure: `${ratio(shared)}, adds ${spread(more(shared), 1, ' µs')}`,
      target: '≤ 1 ms more',
      value: median(more(shared)),
      most: 1000,
      details: [rounds, `a place asked of the supervisor for each call: ${spread(shared, 1, ' µs')}`],
    }),
  ];
}
