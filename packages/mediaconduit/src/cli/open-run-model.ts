import { splitReference } from '@mediaconduit/runtime';
import { parseCapability, type Capability, type Model } from '@mediaconduit/sdk';
import { capabilityOf } from './capability-of';
import type { Session } from './session';

/** A model, and what it is to do. */
export interface RunModel {
  readonly model: Model;
  readonly capability: Capability;
}

/** The model that a reference and flags name; a reference may end in a capability: `ffmpeg:video-to-audio`. */
export async function openRunModel(
  { runtime }: Session,
  reference: string,
  flags: { readonly model?: string; readonly capability?: string },
): Promise<RunModel> {
  const wanted = flags.capability === undefined ? undefined : capabilityOf(flags.capability);
  const model = await runtime.model(reference, { model: flags.model, capability: wanted });
  const named = parseCapability(splitReference(reference).model ?? '');
  const [first = 'text-to-text', ...others] = model.capabilities ?? []; // those of the original core may have none
  const meant = wanted ?? (named !== undefined && others.includes(named) ? named : parseCapability(first));
  return { model, capability: meant ?? 'text-to-text' };
}
