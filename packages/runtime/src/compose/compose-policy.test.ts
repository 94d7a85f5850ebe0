import { composeFolder, type ComposeFolder } from './__fixtures__/compose-folder';
import { EVIL_KEYS, EVIL_SECTIONS, type EvilKey } from './__fixtures__/evil-keys';

/** The same evil key in the spellings that YAML offers; `line` is where the key stands. */
const SPELLINGS = [
  { name: 'as it is', text: (yaml: string) => `services:\n  web:\n    image: x\n    ${yaml}\n`, line: 4 },
  {
    name: 'merged from an anchor',
    text: (yaml: string) => `x-a: &a\n  ${yaml}\nservices:\n  web:\n    <<: *a\n    image: x\n`,
    line: 2,
  },
  {
    name: 'in a service that is not started',
    text: (yaml: string) => `services:\n  web: { image: x }\n  other:\n    image: x\n    ${yaml}\n`,
    line: 5,
  },
  {
    name: 'in a service that the main one needs',
    text: (yaml: string) =>
      `services:\n  web: { image: x, depends_on: [other] }\n  other:\n    image: x\n    ${yaml}\n`,
    line: 5,
  },
  {
    name: 'in a service that the main one extends',
    text: (yaml: string) => `services:\n  web: { extends: { service: base } }\n  base:\n    image: x\n    ${yaml}\n`,
    line: 5,
  },
  {
    name: 'with a key in quotes',
    text: (yaml: string) => `services:\n  web:\n    image: x\n    ${yaml.replace(/^([^:]+)/, '"$1"')}\n`,
    line: 4,
  },
];

describe('parseCompose', () => {
  let folder: ComposeFolder;

  beforeAll(async () => {
    folder = await composeFolder();
  });

  afterAll(() => folder[Symbol.asyncDispose]());

  const refusal = (text: string): unknown => {
    try {
      return folder.parseGroup(text);
    } catch (error) {
      return error;
    }
  };

  it.each(EVIL_KEYS.flatMap((evil) => SPELLINGS.map((spelling) => ({ ...evil, ...spelling }))))(
    'refuses $yaml $name',
    ({ key, yaml, text, line }) => {
      const refused = refusal(`volumes: { data: }\nconfigs: { plain: { file: file.txt } }\n${text(yaml)}`);
      expect(refused).toMatchObject({ code: 'MC_SERVICE_POLICY', facts: { line: line + 2 } });
      expect((refused as { facts: { key: string } }).facts.key).toMatch(
        new RegExp(`^services\\.(web|other|base)\\.${escape(key)}$`),
      );
      expect((refused as Error).message).toContain(`compose.yml:${line + 2}:`);
    },
  );

  it.each(EVIL_SECTIONS)('refuses $yaml at the top of the file', ({ key, yaml }: EvilKey) => {
    const refused = refusal(`services: { web: { image: x } }\n${yaml}\n`);
    expect(refused).toMatchObject({ code: 'MC_SERVICE_POLICY', facts: { line: 2 } });
    expect((refused as { facts: { key: string } }).facts.key).toMatch(new RegExp(`^(the file\\.)?${escape(key)}$`));
  });

  it.each(['!!binary', '!reset', '!override', '!!js/function', '!!set'])('refuses the tag %s', (tag) => {
    expect(refusal(`services:\n  web:\n    image: ${tag} x\n`)).toMatchObject({
      code: expect.stringMatching(/POLICY|INVALID/),
    });
  });
});

function escape(text: string): string {
  return text.replace(/[.[\]]/g, '\\$&');
}
