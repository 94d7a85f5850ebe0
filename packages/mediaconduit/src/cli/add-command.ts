import type { Isolation, LockedPackage, PassedOver } from '@mediaconduit/runtime';
import { requireFetchable } from './fetchable';
import { namesOf, versionOf } from './locked-words';
import { passedOverLine, releaseAgeOf, watchPassedOver, type ReleaseAgeFlag } from './release-age-option';
import type { Session } from './session';
import { shortText } from './short-text';

/** How something is to be added. */
export interface AddFlags extends ReleaseAgeFlag {
  readonly isolation?: Isolation;
}

/** `mediaconduit add <identifier…>`: fetches what is not locked yet, and says what was added. Runs no code of it. */
export async function addPackages(session: Session, texts: readonly string[], flags: AddFlags): Promise<number> {
  const options = { ...releaseAgeOf(flags), isolation: flags.isolation };
  const { output, runtime } = session;
  const passedOver = watchPassedOver(runtime.events);
  const identifiers = texts.map((text) => requireFetchable(session, text)); // all, before anything is fetched
  const before = await runtime.packages.locked();
  for (const identifier of identifiers) await runtime.packages.add(identifier, options);
  const locked = await runtime.packages.locked();
  const names = identifiers.map(({ canonical }) => canonical);
  const services = names.flatMap((name) => locked.get(name)?.usesService ?? []);
  const brought = services.filter((name) => locked.has(name) && !before.has(name)); // with the provider that uses it
  const added = [...new Set([...names, ...brought])].flatMap((canonical) => {
    const entry = locked.get(canonical);
    return entry
      ? [{ identifier: canonical, isNew: !before.has(canonical), passedOver: passedOver.get(canonical), ...entry }]
      : [];
  });
  if (output.settings.json) await output.json({ added });
  else for (const one of added) for (const line of linesOf(one)) output.note(shortText(line));
  return 0;
}

interface AddedEntry extends LockedPackage {
  readonly identifier: string;
  readonly isNew: boolean;
  readonly passedOver?: PassedOver;
}

function linesOf(one: AddedEntry): string[] {
  const { declared, identifier, isNew, isolation, passedOver, resolution, scripts, trees } = one;
  return [
    `${isNew ? 'added' : 'already there:'} ${identifier}: ${namesOf(one)} ${versionOf(one)}`,
    ...(passedOver ? [passedOverLine(passedOver)] : []),
    `  from ${resolution.resolved}`,
    `  tree ${Object.values(trees).join(', ')}`,
    ...(isolation === 'process' ? ['  runs in a process of its own'] : []),
    ...(declared.environment.length > 0 ? [`  reads ${declared.environment.join(', ')}`] : []),
    ...scripts.map((script) => `  did not run ${script.name} of ${script.package}: ${script.command}`),
  ];
}
