import { checkRules } from '../child/check-rules';
import { serveOrder } from '../child/serve-order';
import { loadRuntime } from '../child/suite-runtime';
import { readServiceFacts } from './read-service-facts';
import { ServiceBench } from './service-bench';
import type { ServiceOrder } from './service-order';
import { SERVICE_RULES } from './service-rules';

/** Building an image, or an environment of Python, takes its time. */
const RULE_MS = 900_000;

serveOrder(async (order: ServiceOrder, tell) => {
  const facts = await readServiceFacts(order.folder, order.packageFolder);
  const { definition } = facts;
  const runtime = loadRuntime(order.runtime);
  await using bench = new ServiceBench({ definition, runtime, runtimePath: order.runtime, homes: order.homes });
  const subject = { facts, bench, requests: order.settings.requests, docker: order.docker };
  const rules = SERVICE_RULES.filter(({ id }) => order.rules.includes(id));
  await checkRules(rules, subject, { ms: RULE_MS, tell });
});
