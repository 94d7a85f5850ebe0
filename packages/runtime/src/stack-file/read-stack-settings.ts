import type { EngineName } from '@mediaconduit/sdk';
import type { ManifestNode } from '@mediaconduit/sdk/manifest';
import type { Variables } from '../config/interpolate';
import type { StackServiceSettings } from './stack-definition';
import { readStackEnvironment } from './read-stack-environment';
import { readStackLimits, type Machine } from './read-stack-limits';
import { readStackBreaker, readStackBulkhead, readStackLiveness, readStackRestart } from './read-stack-policies';

/** What the settings of a stack are read with. */
export interface StackContext {
  /** The user's variables. */
  readonly variables: Variables;
  /** Limits above it are impossible; without one none is. */
  readonly machine?: Machine;
}

/** What an entry, or its part for a platform, says of its service. What it does not say is `undefined`. */
export function readStackSettings(node: ManifestNode, { variables, machine }: StackContext): StackServiceSettings {
  const { environment, filledFrom } = readStackEnvironment(node.at('environment'), variables);
  const readiness = node.at('readiness');
  return {
    engines: readStackEngines(node),
    environment,
    filledFrom,
    limits: readStackLimits(node, machine),
    readiness: { path: readiness.at('path').text, timeoutMs: readiness.at('timeoutMs').number },
    idleStopMs: node.at('idleStopMs').number,
    dependsOn: readDependsOn(node.at('dependsOn'))?.map(({ name }) => name),
    critical: node.at('critical').boolean,
    restart: readStackRestart(node.at('restart')),
    liveness: readStackLiveness(node.at('liveness')),
    breaker: readStackBreaker(node.at('breaker')),
    bulkhead: readStackBulkhead(node.at('bulkhead')),
    stopGraceMs: node.at('stopGraceMs').number,
    rolling: node.at('rolling').boolean,
    restartWithDependencies: node.at('restartWithDependencies').boolean,
    group: node.at('group').text,
  };
}

/** The names that an entry depends on, each with where it is written; `undefined` when it says nothing of it. */
export function readDependsOn(node: ManifestNode): { name: string; node: ManifestNode }[] | undefined {
  if (!node.exists) return undefined;
  const listed = node.items.map((item) => ({ name: item.text ?? '', node: item }));
  return [...listed, ...node.entries.map(([name, value]) => ({ name, node: value }))];
}

function readStackEngines(node: ManifestNode): readonly EngineName[] | undefined {
  const engine = node.at('engine');
  if (engine.exists && node.at('engines').exists) {
    engine.problem('"engine" and "engines" exclude each other', { hint: 'keep "engines"' });
  }
  const texts = engine.text === undefined ? node.at('engines').texts : [engine.text];
  const engines = texts.filter(isEngine);
  return engines.length > 0 ? engines : undefined;
}

function isEngine(text: string): text is EngineName {
  return text === 'docker' || text === 'process' || text === 'remote';
}
