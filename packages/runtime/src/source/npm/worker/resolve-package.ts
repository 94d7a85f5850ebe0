import type { Resolution, ResolvedRelease } from '../../fetch/fetcher';
import { loadPacote, type RegistryManifest } from './npm-libraries';
import { fittingVersions, pickOldEnough } from './pick-old-enough';
import { placeAtRegistry, withoutCredentials, type RegistrySettings } from './registry-of';
import { cutoffFor, datesOf, tooYoungPackage, type Cutoff } from './release-dates';
import type { WorkerContext } from './worker-context';

/** Which package, and what of it. */
export interface ResolveTarget {
  readonly name: string;
  readonly range: string;
  /** The version that is locked. */
  readonly taken?: string;
}

/** Asks the registry which version a range or tag means today. */
export async function resolvePackage(target: ResolveTarget, context: WorkerContext): Promise<ResolvedRelease> {
  const { name, range } = target;
  const { settings, tell, watch } = context;
  const spec = `${name}@${range}`;
  tell(`looking up ${spec}`);
  const packumentCache = new Map<string, unknown>(); // one request, whatever is asked of it
  const options = { ...settings.options, before: null, fullMetadata: true, packumentCache };
  const cutoff = cutoffFor(name, settings);
  return watch.run(spec, (signal) => resolveNow(target, { ...settings, options: { ...options, signal } }, cutoff));
}

async function resolveNow(
  target: ResolveTarget,
  settings: RegistrySettings,
  cutoff?: Cutoff,
): Promise<ResolvedRelease> {
  const { options } = settings;
  const { name, range, taken } = target;
  const manifest = await loadPacote().manifest(`${name}@${range}`, options);
  if (!cutoff) return toResolution(manifest, name, settings);
  const newest = manifest.version;
  const packument = await loadPacote().packument(name, options);
  const chosen = pickOldEnough(packument, { range, newest, before: cutoff.before, taken });
  if (chosen === newest) return toResolution(manifest, name, settings);
  if (chosen === undefined) {
    const fitting = fittingVersions(packument, { range, newest });
    throw tooYoungPackage(packument, { name, range, fitting, cutoff });
  }
  const older = await loadPacote().manifest(`${name}@${chosen}`, options);
  return { ...toResolution(older, name, settings), passedOver: datesOf(packument, newest, cutoff) };
}

function toResolution(manifest: RegistryManifest, name: string, settings: RegistrySettings): Resolution {
  const { version, _resolved, _integrity, _time, dist } = manifest;
  return {
    canonical: `npm:${name}@${version}`,
    resolved: withoutCredentials(placeAtRegistry(_resolved ?? '', name, settings)),
    version,
    ...(_integrity === undefined ? {} : { integrity: strongest(_integrity) }),
    ...(_time === undefined ? {} : { publishedAt: _time }),
    ...(typeof dist?.unpackedSize === 'number' ? { sizeBytes: dist.unpackedSize } : {}),
  };
}

/** Registries may list several hashes. */
function strongest(integrity: string): string {
  const hashes = integrity.split(/\s+/);
  return hashes.find((hash) => hash.startsWith('sha512-')) ?? hashes[0] ?? integrity;
}
