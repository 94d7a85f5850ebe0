import fc from 'fast-check';
import { isMediaConduitError } from '@mediaconduit/sdk';
import { planContainer } from '../engine/docker/container-plan';
import { dockerDefinition } from '../engine/docker/__fixtures__/docker-definition';
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
];

describe('parseCompose', () => {
  let folder: ComposeFolder;

  beforeAll(async () => {
    folder = await composeFolder();
  });

  afterAll(() => folder[Symbol.asyncDispose]());

  const refusal = (text: string): unknown => {
    try {
      return folder.parse(text);
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
        new RegExp(`^services\\.(web|other)\\.${escape(key)}$`),
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

  it('lets nothing out of the box whatever is mixed into a file', () => {
    const lines = fc.array(fc.constantFrom(...EVIL_KEYS.map(({ yaml }) => yaml), ...HARMLESS), { maxLength: 4 });
    fc.assert(
      fc.property(lines, fc.nat(400), fc.constantFrom(...':{}[]"\'&*!|>-#,\n \\$~%/.0x'), (chosen, at, character) => {
        const text = `volumes: { data: }\nservices:\n  web:\n    image: x\n${chosen.map((line) => `    ${line}\n`).join('')}`;
        const mutated = text.slice(0, at) + character + text.slice(at + 1);
        expect(isConfined(mutated)).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  }, 60_000);

  /** The oracle reads what the engine would be asked for, not what the file says. */
  function isConfined(text: string): boolean {
    const result = refusal(text);
    if (isMediaConduitError(result)) return result.code === 'MC_SERVICE_POLICY' || result.code === 'MC_COMPOSE_INVALID';
    if (result instanceof Error) return false;
    const { request } = planContainer({
      definition: dockerDefinition(folder.path, { docker: { serviceName: 'web', containerPort: 80 } }),
      service: result as Parameters<typeof planContainer>[0]['service'],
      ...{ image: 'x', environment: {}, homeId: 'home', nameSuffix: '' },
      machine: { memoryBytes: 8e9, cpus: 2 },
    });
    return isHarmless(request.HostConfig, folder.path);
  }
});

const HARMLESS = [
  'ports: ["80"]',
  'volumes: ["./folder:/x:ro"]',
  'volumes: ["data:/data"]',
  'environment: { A: b }',
  'tmpfs: /run',
  'command: node x.js',
  'user: node',
];

const ALLOWED = new Set(
  (
    'Memory NanoCpus PidsLimit Init CapDrop SecurityOpt ReadonlyRootfs Tmpfs RestartPolicy LogConfig PortBindings Mounts ' +
    'ShmSize Ulimits DeviceRequests'
  ).split(' '),
);

function isHarmless(host: object | undefined, root: string): boolean {
  const config = host as Record<string, unknown> & { Mounts: { Type: string; Source: string; ReadOnly: boolean }[] };
  const bindings = Object.values(config['PortBindings'] as Record<string, { HostIp: string }[]>).flat();
  return (
    Object.keys(config).every((key) => ALLOWED.has(key)) &&
    JSON.stringify([config['CapDrop'], config['SecurityOpt'], config['ReadonlyRootfs']]) ===
      '[["ALL"],["no-new-privileges:true"],true]' &&
    bindings.every(({ HostIp }) => HostIp === '127.0.0.1') &&
    config.Mounts.every(
      ({ Type, Source, ReadOnly }) => Type === 'volume' || (Type === 'bind' && ReadOnly && isInside(Source, root)),
    )
  );
}

function isInside(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}/`);
}

function escape(text: string): string {
  return text.replace(/[.[\]]/g, '\\$&');
}
