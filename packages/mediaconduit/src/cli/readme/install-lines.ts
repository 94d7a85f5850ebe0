import { codeOf } from './markdown-text';
import type { ProviderFacts } from './provider-facts';

/** How the package is installed, or brought into a project. */
export function installLines({ manifest, package: { name, repository } }: ProviderFacts): string[] {
  const install = 'npm install @mediaconduit/mediaconduit';
  if (name !== undefined) return shellBlock(`${install} ${name}`);
  if (repository !== undefined) return shellBlock(install, commandText('add', repository));
  return [
    ...shellBlock(install),
    '',
    `This package is in no registry. Name its folder instead of ${codeOf(manifest.id)}: ${codeOf(commandText('run', './folder'))}.`,
  ];
}

/** The command as it is called in a project that has it installed. */
export function commandText(...words: readonly string[]): string {
  return ['npx mediaconduit', ...words].join(' ');
}

/** Commands, one on each line. */
export function shellBlock(...lines: readonly string[]): string[] {
  return ['```sh', ...lines, '```'];
}
