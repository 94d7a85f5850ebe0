import { createRandom } from './random.mjs';
import * as adopt from './scenarios/adopt.mjs';
import * as cross from './scenarios/cross.mjs';
import * as hang from './scenarios/hang.mjs';
import * as kill from './scenarios/kill.mjs';
import * as recover from './scenarios/recover.mjs';
import * as order from './scenarios/order.mjs';
import * as parallel from './scenarios/parallel.mjs';
import * as reload from './scenarios/reload.mjs';
import * as roll from './scenarios/roll.mjs';
import * as stall from './scenarios/stall.mjs';
import * as terminate from './scenarios/terminate.mjs';
import { StackProject } from './stack-project.mjs';

/** In the order of the report. */
export const SCENARIOS = {
  order,
  parallel,
  kill,
  hang,
  roll,
  reload,
  cross,
  recover,
  terminate,
  stall,
  adopt,
};

/** What has to be undone of the scenario that runs, the latest first. */
let endings = [];
let interrupted;

/** Leaves nothing of the scenario that runs, in the middle of it, and begins no other. */
export function interrupt() {
  interrupted ??= undo();
  return interrupted;
}

async function undo() {
  while (endings.length > 0) await endings.shift()();
}

/** Resolves to the rows of the report; a scenario that could not be ended is one that failed. */
export async function runScenario(name, { engine, rounds, seed, short, torture }) {
  if (interrupted) return [];
  const scenario = SCENARIOS[name];
  endings = [];
  const later = (ending) => void endings.unshift(ending);
  const project = () => {
    if (interrupted) throw new Error('interrupted');
    const made = new StackProject({ usesDocker: engine === 'docker' });
    later(() => made.remove());
    return made;
  };
  const { [short ? 'short' : torture ? 'torture' : 'normal']: usual } = scenario.rounds;
  try {
    const rows = await scenario.measure({
      engine,
      later,
      project,
      random: createRandom(seed),
      rounds: rounds ?? usual,
    });
    return rows.map((row) => ({ scenario: name, ...(short ? onSharedMachine(row) : row) }));
  } catch (error) {
    return [{ scenario: name, measure: 'could not be ended', verdict: 'failed', faults: [error.stack] }];
  } finally {
    await undo();
  }
}

/** The short form runs beside other tests: times may be twice what they must be, counts may not. */
function onSharedMachine(row) {
  if (row.unit !== 'ms') return row;
  const most = row.most * 2;
  return { ...row, most, verdict: row.p99 <= most ? 'met' : 'missed' };
}
