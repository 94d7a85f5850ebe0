import type { ProviderManifest } from '@mediaconduit/sdk';
import { readProviderManifest } from '@mediaconduit/sdk/manifest';
import { checkRules } from '../child/check-rules';
import { hearPrinted } from '../child/hear-printed';
import { loadProviderClass } from '../child/load-provider-class';
import { difference, takeSnapshot, type ProcessSnapshot } from '../child/process-snapshot';
import { serveOrder } from '../child/serve-order';
import { loadRuntime } from '../child/suite-runtime';
import type { CallOrder } from './call-order';
import { CALL_RULES } from './call-rules';
import { callsOfEachCapability, plannedCalls } from './planned-call';
import { ProviderBench } from './provider-bench';

const RULE_MS = 120_000;

serveOrder(async (order: CallOrder, tell) => {
  const manifest = await readProviderManifest(order.folder);
  if (!manifest) return;
  const left = await callAll(manifest, order, tell);
  tell({ type: 'left', left });
});

async function callAll(
  manifest: ProviderManifest,
  order: CallOrder,
  tell: (message: object) => void,
): Promise<ProcessSnapshot> {
  const providerClass = await loadProviderClass(manifest);
  const printed = hearPrinted(); // what loading prints is the affair of another rule
  const runtime = loadRuntime(order.runtime);
  const watched = [order.temporary];
  const before = await takeSnapshot(watched);
  {
    await using bench = new ProviderBench({ manifest, providerClass, runtime, home: order.home });
    await bench.tryMaking();
    const subject = {
      ...{ manifest, bench, printed, folder: order.scratch },
      calls: plannedCalls(manifest, order.settings),
      samples: callsOfEachCapability(manifest, order.settings),
    };
    const rules = CALL_RULES.filter(({ id }) => order.rules.includes(id));
    await checkRules(rules, subject, { ms: RULE_MS, tell });
  }
  return settled(before, watched);
}

/** Sockets that were closed take a moment to be gone. */
async function settled(before: ProcessSnapshot, watched: readonly string[]): Promise<ProcessSnapshot> {
  let left = difference(before, await takeSnapshot(watched));
  for (let tries = 0; tries < 40 && !isNothing(left); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    left = difference(before, await takeSnapshot(watched));
  }
  return left;
}

function isNothing({ files, listeners, resources }: ProcessSnapshot): boolean {
  return files.length + listeners.length + resources.length === 0;
}
