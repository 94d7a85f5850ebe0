import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestPackage } from '@mediaconduit/testkit';
import { NpmWorld } from './__fixtures__/npm-world';

jest.setTimeout(120_000); // every call starts a process

type Canary = (command: string) => Omit<TestPackage, 'name'>;

const script =
  (name: string): Canary =>
  (command) => ({ manifest: { scripts: { [name]: command } } });
const gyp = (command: string): string => `{"targets":[{"target_name":"x","sources":["<!(${command})"]}]}`;
const npmrc =
  (line: (command: string) => string): Canary =>
  (command) => ({ files: { '.npmrc': line(command) } });

/** Every way that we know of to run something while packages are installed. */
const CANARIES: Readonly<Record<string, Canary>> = {
  preinstall: script('preinstall'),
  install: script('install'),
  postinstall: script('postinstall'),
  prepare: script('prepare'),
  prepublish: script('prepublish'),
  prepack: script('prepack'),
  preprepare: script('preprepare'),
  postprepare: script('postprepare'),
  dependencies: script('dependencies'),
  'a script that the registry hides': (command) => ({
    ...{ manifest: { scripts: { postinstall: command } }, told: { scripts: {}, hasInstallScript: false } },
  }),
  'a script that only the registry tells of': (command) => ({
    told: { scripts: { postinstall: command }, hasInstallScript: true },
  }),
  'binding.gyp': (command) => ({ files: { 'binding.gyp': gyp(command) } }),
  gypfile: (command) => ({ manifest: { gypfile: true }, files: { 'binding.gyp': gyp(command) } }),
  'its own .npmrc that allows scripts': (command) => ({
    manifest: { scripts: { install: command } },
    files: { '.npmrc': 'ignore-scripts=false\nforeground-scripts=true' },
  }),
  'its own .npmrc with another git': npmrc((command) => `git=sh -c '${command}'`),
  'its own .npmrc with a shell': npmrc((command) => `script-shell=${command}`),
  'its own .npmrc with Node.js options': npmrc(() => 'node-options=--require ./index.js'),
  'a program called git': (command) => ({
    manifest: { bin: { git: 'run.sh' } },
    files: { 'run.sh': `#!/bin/sh\n${command}` },
  }),
  'a program called node': (command) => ({
    manifest: { bin: { node: 'run.sh' } },
    files: { 'run.sh': `#!/bin/sh\n${command}` },
  }),
  'a bundled package': (command) => ({
    manifest: { bundleDependencies: ['inner'], dependencies: { inner: '1' } },
    files: {
      'node_modules/inner/package.json': `{"name":"inner","version":"1.0.0","scripts":{"install":"${command}"}}`,
    },
  }),
  'a file for pnpm': (command) => ({ files: { '.pnpmfile.cjs': `require('child_process').execSync('${command}')` } }),
};

describe('install scripts', () => {
  it('never run, in a package or in what it depends on', async () => {
    await using world = await NpmWorld.start();
    const nest = join(world.folder, 'canaries');
    mkdirSync(nest);
    world.npmrc(
      `registry=${world.registry.url}`,
      'ignore-scripts=false',
      `script-shell=${nest}`,
      'dangerously-allow-all-scripts=true',
    );
    const names = Object.keys(CANARIES).map((_, index) => `canary-${index}`);
    expect(names.length).toBeGreaterThanOrEqual(20);
    Object.values(CANARIES).forEach((make, index) => {
      const name = names[index] ?? '';
      world.registry.publish({ ...make(`touch ${nest}/${name}`), name });
      const own = make(`touch ${nest}/own-${name}`);
      world.registry.publish({ ...own, name: `own-${name}`, manifest: { ...own.manifest } });
    });
    const optionalDependencies = Object.fromEntries(names.slice(0, 3).map((name) => [name, '1']));
    const peerDependencies = Object.fromEntries(names.slice(3, 6).map((name) => [name, '1']));
    const dependencies = Object.fromEntries(names.slice(6).map((name) => [name, '1']));
    world.registry.publish({ name: 'zoo', manifest: { dependencies, optionalDependencies, peerDependencies } });
    const tree = await world.fetch('npm:zoo');
    for (const name of process.env['TORTURE'] ? names : names.slice(0, 2)) await world.fetch(`npm:own-${name}`);
    expect(readdirSync(nest)).toEqual([]);
    expect(readdirSync(join(tree.folder, 'node_modules')).filter((name) => name.startsWith('canary'))).toHaveLength(
      names.length,
    );
    expect(tree.scripts.map(({ package: name, name: kind }) => `${name} ${kind}`).sort()).toEqual([
      'canary-0 preinstall',
      'canary-1 install',
      'canary-11 install',
      'canary-12 install',
      'canary-13 install',
      'canary-2 postinstall',
      'canary-9 postinstall',
    ]);
  }, 600_000);
});
