import { join } from 'node:path';
import { childEnvironment } from './child/child-environment';
import { runRules } from './child/run-rules';
import { runtimeOr } from './child/runtime-or';
import type { RuleId } from './rule/rule';
import type { Verdict } from './rule/verdict';
import { serviceHomes } from './service/service-homes';
import type { ServiceOrder } from './service/service-order';
import { SERVICE_RULES } from './service/service-rules';
import type { Workshop } from './workshop';

/** Long enough to build an image. */
const SERVICE_MS = 3_600_000;

/** The verdicts of all rules for services that are asked for. */
export async function checkService(workshop: Workshop, folder: string): Promise<ReadonlyMap<RuleId, Verdict>> {
  const { docker = false, onRule, settings, signal, wanted, work } = workshop;
  const rules = SERVICE_RULES.map(({ id }) => id).filter((id) => wanted.has(id));
  const runtime = runtimeOr(workshop, workshop.folder);
  if (typeof runtime !== 'string') return new Map(rules.map((id) => [id, runtime]));
  const environment = childEnvironment(process.env, work);
  const homes = serviceHomes(environment, work);
  const order = (some: readonly RuleId[]): ServiceOrder => ({
    ...{ folder, packageFolder: workshop.folder, runtime, settings, homes, docker },
    rules: some,
  });
  const { verdicts } = await runRules({
    ...{ program: 'service', folder: join(work, 'cwd'), environment, deadlineMs: SERVICE_MS },
    ...{ signal, onRule, rules, order },
  });
  return verdicts;
}
