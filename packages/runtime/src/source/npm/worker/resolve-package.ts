import type { Resolution } from '../../fetch/fetcher';
import { loadPacote } from './npm-libraries';
import { withoutCredentials } from './registry-of';
import type { WorkerContext } from './worker-context';

/** Asks the registry which version a range or tag means today. */
export async function resolvePackage(
  { name, range }: { readonly name: string; readonly range: string },
  { settings, watch, tell }: WorkerContext,
): Promise<Resolution> {
  const spec = `${name}@${range}`;
  tell(`looking up ${spec}`);
  const manifest = await watch.run(spec, (signal) =>
    loadPacote().manifest(spec, { ...settings.options, fullMetadata: true, signal }),
  );
  const { version, _resolved, _integrity, _time, dist } = manifest;
  return {
    canonical: `npm:${name}@${version}`,
    resolved: withoutCredentials(_resolved ?? ''),
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
