import { folderOf, migrated, textOf } from './__fixtures__/folder-of';

const MANIFEST = 'id: cow\nname: Cow\ntype: LOCAL\ncapabilities: [TEXT_TO_TEXT]\n';
const CLASS = "export class CowProvider { id = 'cow'; getModel() { return undefined; } }\n";

async function moved(code: string, more: Readonly<Record<string, string>> = {}) {
  const main = { 'MediaConduit.provider.yml': MANIFEST, 'src/CowProvider.ts': CLASS };
  await using folder = await folderOf({ ...main, 'src/CowModel.ts': code, ...more });
  const { todos } = await migrated(folder.path);
  return {
    text: await textOf(folder.path, 'src/CowModel.ts'),
    told: todos.map(({ file, line, what }) => `${file}:${line} ${what}`).join('\n'),
  };
}

describe('imports by names of folders in tsconfig.json', () => {
  it.each(['@/media/', '~/media/', '@/', '~/', 'src/media/', '@/src/media/', '@src/media/', '@media/', '@', 'media/'])(
    '%s leads to the core in every form',
    async (alias) => {
      const roles = `${alias}assets/roles`;
      const { text, told } = await moved(
        `import type { Audio } from '${roles}';
import x = require('${alias}models/abstracts/TextToTextModel.js');
export { MediaCapability } from "${alias}capabilities";
const a = require('${roles}');
const b = () => import('${roles}/index');
type C = import('${roles}').AudioRole;
jest.mock('${roles}', () => ({}));
`,
      );
      expect(text).toBe(`import type { Audio } from '@mediaconduit/sdk';
import x = require('@mediaconduit/mediaconduit');
export { MediaCapability } from "@mediaconduit/mediaconduit";
const a = require('@mediaconduit/mediaconduit');
const b = () => import('@mediaconduit/mediaconduit');
type C = import('@mediaconduit/sdk').AudioRole;
jest.mock('@mediaconduit/mediaconduit', () => ({}));
`);
      expect(told).not.toContain('npm install');
    },
  );

  it('stay where they lead to a file of the provider, and are told where they lead nowhere', async () => {
    const code = "import '@/capabilities/mine';\nimport '~/sound';\nimport 'src/gone';\nimport '@acme/sound';\n";
    const { text, told } = await moved(code, { 'src/capabilities/mine.ts': '', 'src/sound/index.ts': '' });
    expect(text).toBe(code);
    expect(told).toContain('add src/gone, or take its import away');
    expect(told).toContain('npm install @acme/sound');
    expect(told).not.toMatch(/mine|~/);
  });

  it('are told where tsconfig.json gives names of its own', async () => {
    const tsconfig =
      '{\n  // of mine\n  "compilerOptions": { "paths": {\n    "@/*": ["./src/*"],\n    "#core/*": ["./core/*"] } }\n}\n';
    const { told } = await moved("import '#core/assets/roles';\n", { 'tsconfig.json': tsconfig });
    expect(told).toContain('tsconfig.json:5 write imports by the names under "paths" as relative ones');
    const known = await moved('', { 'tsconfig.json': tsconfig.replace('#core', '@/core') });
    expect(known.told).not.toContain('tsconfig.json');
  });

  it('leave packages alone that are called like a folder of the core', async () => {
    const code = "import 'media';\nimport 'media/player';\nimport '@media/player';\n";
    const { text, told } = await moved(code);
    expect(text).toBe(code);
    expect(told).toMatch(/npm install @media\/player\n[^]*npm install media\n/);
  });
});
