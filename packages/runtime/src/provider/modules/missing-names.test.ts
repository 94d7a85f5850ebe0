import { temporaryFolder } from '@mediaconduit/testkit';
import type { HostPackages } from './host-packages';
import { findMissingNames } from './missing-names';

const CORE = '@mediaconduit/mediaconduit';

async function missingIn(code: string, file = 'src/index.ts'): Promise<string[]> {
  await using folder = await temporaryFolder();
  const host = await folder.write('host.cjs', 'exports.Text = class {}; exports.getProvider = () => 1;');
  await folder.write(`p/${file}`, code);
  await folder.write('p/node_modules/x/index.js', `require('${CORE}').Other();`);
  const packages = { find: (request: string) => (request.endsWith('/gone') ? undefined : { file: host }) };
  const found = findMissingNames(`${folder.path}/p`, packages as unknown as HostPackages);
  return found.map(
    ({ file: at, from, name }) => `${at.replaceAll('\\', '/')}: ${name} from ${from.slice(CORE.length)}`,
  );
}

describe('findMissingNames', () => {
  it.each([
    [
      'a base class',
      `import { Base, Text } from '${CORE}/src/a';\nexport class A extends Base {}`,
      ['Base from /src/a'],
    ],
    ['one with another name', `import { Base as B } from '${CORE}';\nnew B()`, ['Base from ']],
    ['a default import besides', `import core, { run } from '${CORE}';\nrun()`, ['run from ']],
    ['several lines', `import {\n  Text,\n  guard,\n} from "${CORE}";\nguard (1)`, ['guard from ']],
  ])('finds %s', async (_what, code, expected) => {
    await expect(missingIn(code)).resolves.toEqual(expected.map((one) => `src/index.ts: ${one}`));
  });

  it.each([
    ['what a compiler writes', `const a_1 = require("${CORE}/src/a");\nclass A extends a_1.Base {} a_1.Text;`],
    ['an interop', `var a = __toESM(require("${CORE}/src/a"));\nnew a.Base(); a.Base; b.a.Nothing;`],
    ['an object that is taken apart', `const { Base: B, Text } = require('${CORE}/src/a');\nB.create();`],
  ])('finds it in %s', async (_what, code) => {
    await expect(missingIn(code, 'dist/index.js')).resolves.toEqual(['dist/index.js: Base from /src/a']);
  });

  it.each([
    [
      'types',
      `import type { Base } from '${CORE}';\nimport { type Other, Options } from '${CORE}';\nconst o: Options = {};`,
    ],
    ['names that are there', `import { Text, getProvider } from '${CORE}';\nnew Text(); getProvider()`],
    ['other packages', `import { Base } from 'other';\nnew Base()`],
    ['what nobody has', `import { Base } from '${CORE}/gone';\nnew Base()`],
  ])('passes over %s', async (_what, code) => {
    await expect(missingIn(code)).resolves.toEqual([]);
  });
});
