import { relative } from 'node:path';
import type { ExplainedValue, ValueOrigin } from '@mediaconduit/runtime/supervision';

/** Rows of a table: `  environment.PORT`, `"8080"`, `mediaconduit.yml:4:7`. Places are relative to the folder. */
export function explainedRows(values: readonly ExplainedValue[], folder: string): string[][] {
  return values.map(({ origin, path, value }) => [
    `  ${path}`,
    JSON.stringify(value) ?? 'not set',
    originOf(origin, folder),
  ]);
}

function originOf(origin: ValueOrigin, folder: string): string {
  if (origin.from === 'default') return 'default';
  if (origin.from === 'manifest') return within(folder, origin.file);
  const place = within(folder, origin.place);
  if (origin.from === 'environment') return `${origin.variables.map((name) => `$${name}`).join(', ')} at ${place}`;
  return origin.from === 'stack file' ? place : `${place} (${process.platform})`;
}

function within(folder: string, path: string): string {
  const shorter = relative(folder, path);
  return shorter.startsWith('..') ? path : shorter;
}
