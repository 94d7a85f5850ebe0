import type { EngineName } from '../service/service-definition';
import type { ManifestNode } from './manifest-node';

/** Which ways to run the service a manifest describes. */
export type DescribedEngines = Readonly<Record<EngineName, boolean>>;

const DEFAULT_ORDER: readonly EngineName[] = ['docker', 'process', 'remote'];

const BLOCKS: Readonly<Record<EngineName, string>> = { docker: 'docker', process: 'process', remote: 'url' };

/**
 * The engines in order of preference. Notes a problem when one is listed that nothing describes, or when there is none.
 * `usable` may be less than `described`: a process may have a command for some platforms only.
 */
export function readEngines(root: ManifestNode, described: DescribedEngines, usable: DescribedEngines): EngineName[] {
  const listed = root.at('engines').items;
  for (const item of listed) {
    const engine = DEFAULT_ORDER.find((name) => name === item.text);
    if (engine && !described[engine]) {
      item.problem(`the engine "${engine}" is listed, but there is no "${BLOCKS[engine]}"`, {
        hint: `add "${BLOCKS[engine]}"`,
      });
    }
  }
  if (!DEFAULT_ORDER.some((engine) => described[engine])) {
    root.problem('nothing says how to run the service', { hint: 'add "process", "docker" or "url"' });
  }
  const wanted =
    listed.length > 0 ? listed.flatMap(({ text }) => DEFAULT_ORDER.filter((name) => name === text)) : DEFAULT_ORDER;
  return wanted.filter((engine) => usable[engine]);
}
