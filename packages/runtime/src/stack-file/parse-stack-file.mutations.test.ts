import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { isMediaConduitError } from '@mediaconduit/sdk';
import { parseStackFile } from './parse-stack-file';

const TODAY = readFileSync(join(__dirname, '__fixtures__', 'stack.today.yml'), 'utf8').split('\n');
const CODES = ['MC_STACK_INVALID', 'MC_DEPENDENCY_CYCLE'] as const;

const VALUES = [
  '',
  '~',
  '{}',
  '[]',
  '[a, a]',
  '{ a: ~ }',
  '-1',
  '1e400',
  '.nan',
  'true',
  '${',
  '${X:?y}',
  '&a *a',
  "'",
];
const KEYS = ['dependsOn', 'use', 'image', 'url', 'process', 'group', 'limits', 'restart', '__proto__', 'constructor'];

interface Change {
  readonly at: number;
  readonly way: 'remove' | 'value' | 'key' | 'indent';
  readonly value: string;
  readonly key: string;
}

/** A line of the file goes, has another value or another depth, or one more stands before it. */
const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(TODAY.length - 1),
  way: fc.constantFrom('remove', 'value', 'key', 'indent'),
  value: fc.oneof(fc.constantFrom(...VALUES), fc.string({ unit: 'binary', maxLength: 8 })),
  key: fc.constantFrom(...KEYS),
});

function changed(lines: readonly string[], { at, way, value, key }: Change): string[] {
  const line = lines[at] ?? '';
  const indent = /^ */.exec(line)?.[0] ?? '';
  const now = {
    remove: [],
    value: [line.replace(/:.*$/, `: ${value}`)],
    key: [`${indent}${key}: ${value}`, line],
    indent: [`  ${line}`],
  }[way];
  return lines.toSpliced(at, 1, ...now);
}

describe('parseStackFile', () => {
  it('answers 2,000 changed files with a definition or one of its errors', () => {
    const file = '/m/mediaconduit.yml';
    const seen = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        try {
          const text = changes.reduce<readonly string[]>(changed, TODAY).join('\n');
          const { name } = parseStackFile(text, { file, variables: { SECRET_TOKEN: 'x', HOST: 'h' } });
          expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
          seen.taken += 1;
        } catch (thrown) {
          if (!isMediaConduitError(thrown) || !CODES.some((code) => code === thrown.code)) throw thrown;
          expect(thrown.message).toMatch(/^\/m\/mediaconduit\.yml:\d+:\d+ \S/);
          seen.refused += 1;
        }
      }),
      { numRuns: 2_000 },
    );
    expect(seen.taken).toBeGreaterThan(50);
    expect(seen.refused).toBeGreaterThan(50);
  });
});
