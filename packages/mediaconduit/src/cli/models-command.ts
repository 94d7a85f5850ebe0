import { listedModels, refreshModels, splitReference } from '@mediaconduit/runtime';
import { isMediaConduitError, MediaConduitError, parseCapability, type Model, type ModelInfo } from '@mediaconduit/sdk';
import { capabilityOf } from './capability-of';
import { openRunModel } from './open-run-model';
import { placeholderSettings } from './readme/without-settings';
import { flatProperties } from './option-path';
import { describeValues } from './parse-option-value';
import { optionProperties } from './run-words';
import type { Session } from './session';
import { tableLines } from './table';

/** Which models are listed. */
interface ModelFlags {
  readonly capability?: string;
  /** Ask the service, too. */
  readonly refresh?: boolean;
}

/** A model and whose it is. */
interface Listed {
  readonly provider: string;
  readonly model: ModelInfo;
}

/** `mediaconduit models`: all that is installed, or those of one provider, or one model with its options. */
export async function listModels(session: Session, reference: string | undefined, flags: ModelFlags): Promise<number> {
  if (reference?.includes(':') && !session.runtime.providers.hasProvider(reference))
    return showModel(session, reference);
  const wanted = flags.capability === undefined ? undefined : capabilityOf(flags.capability);
  const found = flags.refresh ? await askForModels(session, reference) : await modelsOf(session, reference);
  const listed = found.filter(
    ({ model }) => wanted === undefined || model.capabilities.some((one) => parseCapability(one) === wanted),
  );
  if (listed.length === 0) session.output.note(nothingListed(reference, flags));
  await tell(session, listed);
  return 0;
}

function nothingListed(reference: string | undefined, { capability, refresh }: ModelFlags): string {
  if (reference === undefined || refresh || capability !== undefined) return 'no such model is installed here';
  return `${reference} lists no models; ask its service: mediaconduit models ${reference} --refresh`;
}

async function modelsOf({ runtime }: Session, reference: string | undefined): Promise<Listed[]> {
  if (reference === undefined) {
    return runtime.providers.installed().flatMap(({ id, manifest }) => asListed(id, manifest?.models ?? []));
  }
  const installed = runtime.providers.findInstalled(reference)?.manifest;
  if (installed) return asListed(installed.id, installed.models);
  const provider = await runtime.providers.getProvider(reference);
  return asListed(provider.id, listedModels(provider));
}

/** Asks the service, which is started for it. */
async function askForModels({ runtime }: Session, reference: string | undefined): Promise<Listed[]> {
  if (reference === undefined) {
    throw new MediaConduitError('MC_USAGE', '--refresh asks the service of one provider.', {
      hint: 'name the provider: mediaconduit models ollama --refresh',
    });
  }
  const provider = await runtime.providers.getProvider(reference);
  return asListed(provider.id, await refreshModels(provider));
}

function asListed(provider: string, models: readonly ModelInfo[]): Listed[] {
  return models.map((model) => ({ provider, model }));
}

async function tell({ output }: Session, listed: readonly Listed[]): Promise<void> {
  if (output.settings.json)
    return output.json({ models: listed.map(({ provider, model }) => ({ provider, ...model })) });
  await output.data(
    tableLines(
      listed.map(({ provider, model }) => [
        `${provider}:${model.id}`,
        model.capabilities.join(', '),
        model.description ?? '',
      ]),
      output.width,
    ),
  );
}

async function showModel(session: Session, reference: string): Promise<number> {
  const { output } = session;
  const model = await openModel(session, reference);
  const { id, name, capabilities } = model;
  if (output.settings.json) {
    await output.json({ id, name, capabilities, options: model.optionsSchema?.jsonSchema });
    return 0;
  }
  const rows = flatProperties(optionProperties(model) ?? {}).map(([option, schema]) => [
    `  --${option}`,
    describeValues(schema),
    schema.description ?? '',
  ]);
  await output.data(`${tableLines([[reference, capabilities.join(', ')]])}${tableLines(rows, output.width)}`);
  return 0;
}

/** What a listed model takes is shown without the keys that only a call needs. */
async function openModel(session: Session, reference: string): Promise<Model> {
  const open = async (): Promise<Model> => (await openRunModel(session, reference, {})).model;
  try {
    return await open();
  } catch (error) {
    const { model, provider: id } = splitReference(reference);
    const manifest = session.runtime.providers.findInstalled(id)?.manifest;
    const isListed = manifest?.models.some((one) => one.id === model);
    if (!isMediaConduitError(error, 'MC_CONFIG_MISSING') || !manifest || !isListed) throw error;
    const provider = await session.runtime.providers.getProvider(id);
    await provider.configure({ environment: placeholderSettings(manifest) });
    return open();
  }
}
