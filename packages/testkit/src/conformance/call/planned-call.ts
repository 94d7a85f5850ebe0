import type { Capability, ModelInfo, ProviderManifest } from '@mediaconduit/sdk';
import { resolve } from 'node:path';
import type { ConformanceSettings, SampleCall } from '../settings/settings';
import { placeholderIn } from '../sample/placeholder';
import { sampleInput, sampleOf } from '../sample/sample-input';

/** One call of one model. */
export interface PlannedCall {
  readonly model: string;
  /** Missing for a model that only the service knows: the model says it. */
  readonly capability?: Capability;
  /** Fresh for every call: some inputs are read once. */
  readonly input: (capability: Capability) => unknown;
  readonly options: Readonly<Record<string, unknown>>;
  /** Absolute path of recorded exchanges. */
  readonly recording?: string;
}

/** The calls that are to succeed: those of conformance.json, or one of every model of the manifest. */
export function plannedCalls(manifest: ProviderManifest, settings: ConformanceSettings): PlannedCall[] {
  const { calls, recording } = settings;
  const wanted: readonly SampleCall[] = calls.length > 0 ? calls : manifest.models.map(({ id }) => ({ model: id }));
  return wanted.map((call) => planned(call, manifest, recording));
}

/** One call for each capability that the manifest's models have, for what needs no answer. */
export function callsOfEachCapability(manifest: ProviderManifest, settings: ConformanceSettings): PlannedCall[] {
  const found = new Map<Capability, PlannedCall>();
  for (const info of manifest.models) {
    for (const capability of info.capabilities) {
      if (!found.has(capability)) found.set(capability, ofCapability(info, capability, { manifest, settings }));
    }
  }
  return [...found.values()];
}

function ofCapability(
  { id }: ModelInfo,
  capability: Capability,
  { manifest, settings }: { manifest: ProviderManifest; settings: ConformanceSettings },
): PlannedCall {
  const said = settings.calls.find((call) => call.model === id);
  return { ...planned(said ?? { model: id }, manifest, undefined), capability };
}

function planned(call: SampleCall, manifest: ProviderManifest, recording: string | undefined): PlannedCall {
  const { input, model, options = {} } = call;
  const file = call.recording ?? recording;
  return {
    model,
    capability: call.capability ?? manifest.models.find(({ id }) => id === model)?.capabilities[0],
    input: (capability) => (input === undefined ? sampleInput(capability) : withFiles(input, manifest.folder)),
    options,
    recording: file === undefined ? undefined : resolve(manifest.folder, file),
  };
}

/** What stands for media becomes a path or a value, wherever it stands. */
function withFiles(value: unknown, folder: string): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => withFiles(one, folder));
  const media = placeholderIn(value);
  if (media) return 'file' in media ? resolve(folder, media.file) : sampleOf(media.sample, media.seconds);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withFiles(one, folder)]));
}
