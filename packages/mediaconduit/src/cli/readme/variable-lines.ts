import type { EnvironmentVariable, ProviderManifest } from '@mediaconduit/sdk';
import { codeOf, proseOf, sentenceOf } from './markdown-text';
import { markdownTable } from './markdown-table';

/** A table of the variables that a provider reads. */
export function variableLines({ environment }: ProviderManifest): string[] {
  const rows = Object.entries(environment).map(([name, variable]) => [
    codeOf(name),
    neededWords(variable),
    variable.default === undefined ? '' : codeOf(variable.default),
    descriptionOf(variable),
  ]);
  return [
    'They are read from the environment; the command also reads the file `.env` of the project.',
    '',
    ...markdownTable(['variable', 'needed', 'default', 'description'], rows),
  ];
}

function neededWords({ default: fallback, required, secret }: EnvironmentVariable): string {
  return `${required && fallback === undefined ? 'yes' : 'no'}${secret ? ', secret' : ''}`;
}

function descriptionOf({ description = '', example }: EnvironmentVariable): string {
  if (example === undefined) return proseOf(description);
  return `${sentenceOf(description)} Example: ${codeOf(example)}.`.trim();
}
