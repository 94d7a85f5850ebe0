import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { isMediaConduitError } from '../error/mediaconduit-error';
import { parseProviderManifest } from './parse-provider-manifest';
import { parseServiceDefinition } from './parse-service-definition';

const FIXTURES = join(__dirname, '__fixtures__');
const texts = (kind: string) =>
  readdirSync(FIXTURES)
    .filter((name) => name.startsWith(kind))
    .map((name) => readFileSync(join(FIXTURES, name), 'utf8'));

const SNIPPETS = [
  ...[
    '\n',
    '\t',
    ' ',
    ':',
    ': ',
    '- ',
    '? ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '"',
    "'",
    '#',
    '&a ',
    '*a',
    '!t ',
    '|\n',
    '>-\n',
  ],
  ...[
    '%YAML 1.1\n---\n',
    '---\n',
    '...\n',
    '<<: ',
    '__proto__: ',
    'constructor: ',
    'null',
    '~',
    '.nan',
    '.inf',
    '-1',
    '1e400',
  ],
  ...[
    'contract: 1\n',
    'engines: [process]\n',
    '\0',
    '\x1f',
    '\ufeff',
    '\ud800',
    '\u2028',
    '../',
    'C:\\',
    '/'.repeat(50),
  ],
];

interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(5_000),
  remove: fc.nat(12),
  insert: fc.oneof(fc.constantFrom(...SNIPPETS), fc.string({ unit: 'binary', maxLength: 8 }), fc.constant('')),
});

function mutate(text: string, edits: readonly Edit[]): string {
  return edits.reduce((now, { at, remove, insert }) => {
    const place = at % (now.length + 1);
    return now.slice(0, place) + insert + now.slice(place + remove);
  }, text);
}

describe.each([
  ['parseProviderManifest', 'provider', parseProviderManifest],
  ['parseServiceDefinition', 'service', parseServiceDefinition],
] as const)('%s', (_name, kind, parse) => {
  it('answers 2,000 mutated files with a definition or one of its errors, and changes no prototype', () => {
    const file = `/m/MediaConduit.${kind}.yml`;
    const before = Object.getOwnPropertyNames(Object.prototype);
    const seen = { taken: 0, refused: 0 };
    const mutated = fc.tuple(fc.constantFrom(...texts(kind)), fc.array(edit, { minLength: 1, maxLength: 6 }));
    fc.assert(
      fc.property(mutated, ([text, edits]) => {
        try {
          const parsed = parse(mutate(text, edits), { file });
          expect(parsed.id).toMatch(/^[a-z][a-z0-9-]*$/);
          seen.taken += 1;
        } catch (thrown) {
          if (!isMediaConduitError(thrown, 'MC_MANIFEST_INVALID')) throw thrown;
          expect(thrown.message).toMatch(/^\/m\/MediaConduit\.[a-z]+\.yml:\d+:\d+ \S/);
          seen.refused += 1;
        }
      }),
      { numRuns: 2_000 },
    );
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    expect(seen.taken).toBeGreaterThan(50);
    expect(seen.refused).toBeGreaterThan(50);
  });
});
