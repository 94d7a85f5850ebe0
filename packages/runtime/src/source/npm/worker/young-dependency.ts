import { codeOf } from './code-of';
import { loadPacote, type DependencyNode } from './npm-libraries';
import type { NpmSettings } from './npm-settings';
import { fittingVersions } from './pick-old-enough';
import { isDate } from './publish-date';
import { cutoffFor, tooYoungPackage } from './release-dates';

const NOTHING_FITS = ['ETARGET', 'ENOVERSIONS'];

/** What npm says when a dependency has younger versions only, told as that; any other error as it is. */
export async function explainYoung(error: unknown, settings: NpmSettings): Promise<unknown> {
  const { name, wanted } = Object(error) as { readonly name?: unknown; readonly wanted?: unknown };
  if (typeof name !== 'string' || !NOTHING_FITS.includes(codeOf(error) ?? '')) return error;
  const cutoff = cutoffFor(name, settings);
  if (cutoff === undefined) return error;
  const range = typeof wanted === 'string' && wanted !== '' ? wanted : '*';
  const anyAge = { ...settings.options, before: null, fullMetadata: true };
  try {
    const { version: newest } = await loadPacote().manifest(`${name}@${range}`, anyAge);
    const packument = await loadPacote().packument(name, anyAge);
    return tooYoungPackage(packument, { name, range, fitting: fittingVersions(packument, { range, newest }), cutoff });
  } catch {
    return error; // there is none of any age
  }
}

/**
 * npm takes a version without a date for one that is old enough.
 * @throws `MC_RELEASE_TOO_YOUNG`.
 */
export function requireDates(nodes: readonly DependencyNode[], settings: NpmSettings): void {
  for (const { isRoot, package: manifest, packageName, version } of nodes) {
    const name = packageName ?? '';
    const cutoff = isRoot ? undefined : cutoffFor(name, settings);
    if (cutoff === undefined || isDate(manifest['_time'])) continue;
    throw tooYoungPackage({}, { name, range: version, fitting: [version], cutoff });
  }
}
