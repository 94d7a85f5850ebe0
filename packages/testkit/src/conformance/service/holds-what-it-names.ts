import type { ServiceDefinition } from '@mediaconduit/sdk';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Rule } from '../rule/rule';
import { notRun, verdictOf } from '../rule/verdict';
import { readComposed } from './composed';
import type { ServiceSubject } from './service-subject';

/** MC-S02 */
export const holdsWhatItNames: Rule<ServiceSubject> = {
  id: 'MC-S02',
  title: 'holds and publishes what it names',
  level: 'bronze',
  checks:
    'The files of `process.command`, the lock of Python packages, the compose file and the Dockerfile exist in the folder, and are published with the package, as is the definition.',
  why: 'A service that starts on the machine of its author and nowhere else is worse than none.',
  mend: 'Build it, and name the files under `files` of package.json.',
  async check(subject) {
    const { definition, folder, packageFolder, packageJson, published } = subject.facts;
    if (!definition) return notRun('the definition cannot be read', 'mend MC-S01 first');
    const named = [...namedFiles(definition), ...(await dockerfiles(subject))];
    const problems = named.map((path) => {
      if (!existsSync(join(folder, path))) return `${path} does not exist.`;
      const place = relative(packageFolder, join(folder, path)).replaceAll('\\', '/');
      return packageJson && !published.includes(place) ? `${path} is not published.` : undefined;
    });
    return verdictOf(problems);
  },
};

function namedFiles({ docker, file, folder, process }: ServiceDefinition): string[] {
  const isFile = (word: string): boolean => /^[\w.@-]+(?:\/[\w.@-]+)*\.\w+$/.test(word) && !/^\d/.test(word);
  return [
    relative(folder, file),
    ...(process?.command.slice(1).filter(isFile) ?? []),
    ...(process?.python ? [process.python.lock] : []),
    ...(docker?.composeFile === undefined ? [] : [docker.composeFile]),
  ];
}

async function dockerfiles(subject: ServiceSubject): Promise<string[]> {
  const { services } = await readComposed(subject);
  const { folder } = subject.facts;
  return services.flatMap(({ build }) => (build ? [relative(folder, join(build.context, build.dockerfile))] : []));
}
