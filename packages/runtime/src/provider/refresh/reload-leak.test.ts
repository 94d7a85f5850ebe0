import path from 'node:path';
import { runProgram } from '../../__fixtures__/run-program';
import { testProject } from '../__fixtures__/test-project';

const RELOADS = process.env['TORTURE'] ? 500 : 60;
/** After these the memory of the program has grown to what it works with. */
const WARM_UP = RELOADS / 5;

/** Node.js keeps the records of ES modules, and what stands at their top level; nothing of ours hangs on them. */
const KINDS = [
  ['CommonJS modules leave nothing behind', { head: 'module.exports =', weight: 20_000, type: 'commonjs' }, 20_000],
  ['ES modules leave their records behind', { head: 'export default', weight: 10, type: 'module' }, 60_000],
] as const;

describe('many refreshes', () => {
  it.each(KINDS)(
    `of %s: ${RELOADS} of them`,
    async (_what, kind, mostBytes) => {
      await using project = await testProject();
      await project.provider('cow-provider', 'cow');
      await project.install('cow-provider', {
        'package.json': `{"name":"cow-provider","version":"1.0.0","main":"index.js","type":"${kind.type}"}`,
      });
      const { said, errors } = await runProgram(
        `require('node:v8').setFlagsFromString('--expose-gc');
       const gc = require('node:vm').runInNewContext('gc');
       const { readdirSync, readlinkSync, writeFileSync } = require('node:fs');
       const file = argument.folder + '/node_modules/cow-provider/index.js';
       const write = (version) => writeFileSync(file, \`
         const weight = Buffer.alloc(\${argument.weight}, 'x').toString() + \${version};
         \${argument.head} class {
           constructor({ manifest }) { Object.assign(this, manifest, { weight }); }
           async configure() {}
           async isAvailable() { return true; }
           getModelsForCapability() { return this.models; }
           async getModel(id) { return { id, transform: async () => \${version} }; }
           async getHealth() { return { status: 'healthy' }; }
           async dispose() {}
         };\`);
       const linkOf = (fd) => { try { return readlinkSync('/proc/self/fd/' + fd); } catch { return ''; } };
       const isWriting = () => process.platform === 'linux' && readdirSync('/proc/self/fd').some((fd) => linkOf(fd).includes('/home/index'));
       const look = async () => {
         do await new Promise((resolve) => setTimeout(resolve, 300)); while (isWriting()); // the index
         gc(); gc();
         const { heapUsed, rss } = process.memoryUsage();
         const files = process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0;
         return { heapUsed, rss, files, modules: Object.keys(require.cache).length };
       };
       const host = runtime.createRuntime({ projectFolder: argument.folder, home: argument.home, environment: {} });
       say('begun'); // opens the output
       write(0);
       const held = await (await host.providers.getProvider('cow')).getModel('m');
       for (let version = 1; version <= argument.reloads; version++) {
         write(version);
         const fresh = await (await host.providers.refreshProvider('cow')).getModel('m');
         if ((await fresh.transform()) !== version || (await held.transform()) !== version) throw new Error('an old version answered');
         if (version === argument.warmUp) say(await look());
       }
       say(await look());
       await host.close();`,
        { folder: project.folder, home: path.join(project.folder, 'home'), reloads: RELOADS, warmUp: WARM_UP, ...kind },
      ).ended();
      expect(errors).toBe('');
      const [before, after] = said.slice(1) as Record<'heapUsed' | 'rss' | 'files' | 'modules', number>[];
      if (!before || !after) throw new Error('the program said too little');
      expect(after.files).toBe(before.files);
      expect(after.modules).toBe(before.modules);
      const heapPerReload = (after.heapUsed - before.heapUsed) / (RELOADS - WARM_UP);
      expect(heapPerReload).toBeLessThan(mostBytes);
      if (RELOADS >= 500) expect((after.rss - before.rss) / (RELOADS - WARM_UP)).toBeLessThan(100_000);
    },
    300_000,
  );
});
