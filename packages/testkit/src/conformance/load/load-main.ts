import { CONTRACT, messageOf, SILENT_LOGGER, type Provider, type ProviderManifest } from '@mediaconduit/sdk';
import { readProviderManifest } from '@mediaconduit/sdk/manifest';
import { loadProviderEntry, type ProviderEntry } from '../child/load-provider-class';
import { difference, takeSnapshot } from '../child/process-snapshot';
import { serveOrder } from '../child/serve-order';
import { createFakeServiceHandle } from '../../service/fake-service-handle';
import { hostProblems } from './host-problems';
import type { LoadReport, ProviderIdentity } from './load-report';

type Told = Omit<LoadReport, 'printed'>;

serveOrder(async ({ folder, watched }: { folder: string; watched: readonly string[] }, tell) => {
  const manifest = await readProviderManifest(folder);
  if (manifest) tell({ type: 'report', report: await look(manifest, watched) });
});

async function look(manifest: ProviderManifest, watched: readonly string[]): Promise<Told> {
  const before = await takeSnapshot(watched);
  let entry: ProviderEntry;
  try {
    entry = await loadProviderEntry(manifest);
  } catch (error) {
    return { loadProblem: messageOf(error), exportProblems: [], hostProblems: [] };
  }
  const exportProblems = problemsOf(entry);
  if (!entry.providerClass || exportProblems.length > 0) return { exportProblems, hostProblems: [] };
  let provider: Provider;
  try {
    const service = manifest.service === undefined ? undefined : createFakeServiceHandle();
    provider = new entry.providerClass({ manifest, service, config: {}, log: SILENT_LOGGER });
  } catch (error) {
    return { exportProblems, constructProblem: messageOf(error), hostProblems: [] };
  }
  const identity = identityOf(provider);
  const left = difference(before, await takeSnapshot(watched));
  return { exportProblems, identity, left, hostProblems: await hostProblems(provider) };
}

function problemsOf({ contract, defaultExport, providerClass }: ProviderEntry): string[] {
  if (!providerClass) return ['The entry exports no class.'];
  if (typeof defaultExport !== 'function') return ['The default export is no class.'];
  if (contract === undefined) return ['The class does not extend BaseProvider of @mediaconduit/sdk.'];
  return contract === CONTRACT ? [] : [`The class is made for contract ${JSON.stringify(contract)}, not ${CONTRACT}.`];
}

function identityOf({ capabilities, id, models, name, type }: Provider): ProviderIdentity {
  return {
    ...{ id, name, type },
    capabilities: [...capabilities],
    models: models.map((model) => ({ id: model.id, name: model.name, capabilities: [...model.capabilities] })),
  };
}
