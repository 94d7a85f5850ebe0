import { parseCapability, type Capability, type Model } from '@mediaconduit/sdk';
import { capabilityOf } from './capability-of';
import type { Session } from './session';

/** A model, and what it is to do. */
export interface RunModel {
  readonly model: Model;
  readonly capability: Capability;
}

/**
 * The model that a reference and flags name. Where no model has the id behind the colon, but a capability has that name,
 * it is the provider's first one for it: `ffmpeg:video-to-audio`.
 */
export async function openRunModel(
  { runtime }: Session,
  reference: string,
  flags: { readonly model?: string; readonly capability?: string },
): Promise<RunModel> {
  const named = flags.capability === undefined ? await capabilityIn(reference, runtime) : undefined;
  const wanted = named?.capability ?? (flags.capability === undefined ? undefined : capabilityOf(flags.capability));
  const model = await runtime.model(named?.provider ?? reference, { model: flags.model, capability: wanted });
  const [first = 'text-to-text'] = model.capabilities;
  return { model, capability: wanted ?? parseCapability(first) ?? 'text-to-text' };
}

async function capabilityIn(
  reference: string,
  runtime: Session['runtime'],
): Promise<{ readonly provider: string; readonly capability: Capability } | undefined> {
  const [, provider = '', word = ''] = /^([a-z][a-z0-9-]*):(.+)$/s.exec(reference) ?? [];
  const capability = parseCapability(word);
  if (capability === undefined || !runtime.providers.hasProvider(provider)) return undefined;
  const { models } = await runtime.providers.getProvider(provider);
  return models.some(({ id }) => id === word) ? undefined : { provider, capability };
}
