import fc from 'fast-check';
import { isMediaConduitError } from '@mediaconduit/sdk';
import { dockerDefinition } from '../engine/docker/__fixtures__/docker-definition';
import { groupRequests } from '../engine/docker/__fixtures__/group-requests';
import { composeFolder, type ComposeFolder } from './__fixtures__/compose-folder';
import { isConfined } from './__fixtures__/confinement';
import { EVIL_KEYS } from './__fixtures__/evil-keys';
import { realFiles } from './__fixtures__/real-files';

const RUNS = process.env['TORTURE'] ? 10_000 : 2_000;

const HARMLESS = [
  'ports: ["80"]',
  'volumes: ["./folder:/x:ro"]',
  'volumes: ["data:/data"]',
  'environment: { A: b }',
  'tmpfs: /run',
  'command: node x.js',
  'user: node',
];

type Change = (text: string, at: number, line: string, typo: string) => string;

/** A line more, somewhere, as deep as the one it stands before; another letter; a line less; a line twice. */
const CHANGES: readonly Change[] = [
  (text, at, line) => changeLine(text, at, (old) => [`${/^ */.exec(old)?.[0]}${line}`, old]),
  (text, at, _, typo) => text.slice(0, at % text.length) + typo + text.slice((at % text.length) + 1),
  (text, at) => changeLine(text, at, () => []),
  (text, at) => changeLine(text, at, (old) => [old, old]),
];

function changeLine(text: string, at: number, change: (line: string) => string[]): string {
  const lines = text.split('\n');
  const index = at % lines.length;
  return [...lines.slice(0, index), ...change(lines[index] ?? ''), ...lines.slice(index + 1)].join('\n');
}

describe('parseCompose', () => {
  let folder: ComposeFolder;

  beforeAll(async () => {
    folder = await composeFolder();
  });

  afterAll(() => folder[Symbol.asyncDispose]());

  const line = fc.constantFrom(...EVIL_KEYS.map(({ yaml }) => yaml), ...HARMLESS);
  const character = fc.constantFrom(...':{}[]"\'&*!|>-#,\n \\$~%/.0x');

  it('lets nothing out of the box whatever is mixed into a file', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), fc.nat(400), character, (chosen, at, typo) => {
        const text = `volumes: { data: }\nservices:\n  web:\n    image: x\n${chosen.map((one) => `    ${one}\n`).join('')}`;
        expect(isRefusedOrConfined(text.slice(0, at) + typo + text.slice(at + 1))).toBe(true);
      }),
      { numRuns: RUNS },
    );
  }, 120_000);

  it('lets nothing out of the box of any container whatever becomes of a real file', () => {
    const change = fc.record({ at: fc.nat(), line, typo: character, kind: fc.constantFrom(...CHANGES) });
    fc.assert(
      fc.property(
        fc.constantFrom(...realFiles()),
        fc.array(change, { minLength: 1, maxLength: 3 }),
        (file, changes) => {
          const text = changes.reduce((before, { kind, at, line: added, typo }) => kind(before, at, added, typo), file);
          expect(isRefusedOrConfined(text)).toBe(true);
        },
      ),
      { numRuns: RUNS },
    );
  }, 120_000);

  it('takes real files as they are', () => {
    for (const text of realFiles()) expect(folder.parseGroup(text).main.name).toBe('web');
  });

  /** Either refused, or every container of it can be shown to be harmless by what the engine would be asked for. */
  function isRefusedOrConfined(text: string): boolean {
    const definition = dockerDefinition(folder.path, { docker: { serviceName: 'web', containerPort: 80 } });
    try {
      return groupRequests(definition, folder.parseGroup(text)).every((request) => isConfined(request, folder.path));
    } catch (error) {
      return isMediaConduitError(error) && ['MC_SERVICE_POLICY', 'MC_COMPOSE_INVALID'].includes(error.code);
    }
  }
});
