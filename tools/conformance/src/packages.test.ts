import { isPresent, publishedPackages, readPackageManifest } from './workspace';

const all = [...publishedPackages('packages'), ...publishedPackages('services')];
const RANGE = /^(workspace:\^|catalog:)$/;

describe.each(all)('$folder', ({ folder, id, manifest }) => {
  it('is named after its folder', () => {
    expect(manifest.name).toBe(`@mediaconduit/${id}`);
  });

  it('says what it is, under which license, and for which Node.js', () => {
    expect(manifest).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      description: expect.stringMatching(/^.{20,}\.$/),
      license: 'MIT',
      type: 'commonjs',
      sideEffects: false,
      engines: readPackageManifest('.').engines,
      publishConfig: { access: 'public' },
    });
  });

  it('has a README', () => {
    expect(isPresent(`${folder}/README.md`)).toBe(true);
  });

  it('gives its own package.json away', () => {
    expect(manifest.exports).toHaveProperty(['./package.json'], './package.json');
  });

  // what is left out by a pattern of what not to ship takes pnpm seconds to pack
  it('ships of what is built only what it names', () => {
    expect(manifest.files).not.toContain('dist');
    expect(manifest.files?.filter((pattern) => pattern.startsWith('!'))).toEqual([]);
  });

  it('offers types before code in every entry', () => {
    for (const entry of Object.values(manifest.exports ?? {})) {
      if (typeof entry !== 'string') expect(Object.keys(entry as object)).toEqual(['types', 'default']);
    }
  });

  it('takes every version from the workspace or its catalog', () => {
    for (const range of Object.values({ ...manifest.dependencies, ...manifest.devDependencies })) {
      expect(range).toMatch(RANGE);
    }
  });

  it('refuses to be published without its versions', () => {
    expect(manifest.scripts?.prepublishOnly).toBe('node ../../tools/release/refuse-npm-publish.mjs');
  });

  it('is built, tested, linted and packed by the shared targets', () => {
    expect(manifest.nx?.includedScripts).toEqual([]);
    // what is not written in TypeScript is tested by the suites on real programs
    const wanted = isPresent(`${folder}/tsconfig.json`) ? ['build', 'test', 'lint', 'pack'] : ['pack'];
    expect(Object.keys(manifest.nx?.targets ?? {})).toEqual(expect.arrayContaining(wanted));
  });

  it('has no configuration of its own but tsconfig', () => {
    for (const file of ['project.json', 'jest.config.cjs', 'jest.config.js', 'eslint.config.mjs', '.eslintrc.json']) {
      expect(isPresent(`${folder}/${file}`)).toBe(false);
    }
  });
});
