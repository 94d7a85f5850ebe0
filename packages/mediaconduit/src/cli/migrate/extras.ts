import type { ProviderManifest } from '@mediaconduit/sdk';
import { isFolderName } from './core-modules';
import type { Draft } from './draft';
import { JsonText } from './package-json';
import { lineAt } from './text-edits';
import { below } from './wanted-files';

/** A package that may lack what every published one has. */
export interface ExtrasSource {
  readonly root: string;
  readonly id: string;
  readonly entry: string;
  readonly manifest: Pick<ProviderManifest, 'name' | 'description' | 'capabilities'>;
}

/** Adds what is missing; what is there stays as it is. */
export function addExtras({ entry, id, manifest, root }: ExtrasSource, draft: Draft): void {
  const json = new JsonText(below(root, 'package.json'), draft.text(below(root, 'package.json')) ?? '{}');
  const { name: written } = json.members;
  const name = typeof written === 'string' ? written : id;
  const add = (file: string, text: string): void => {
    if (!draft.exists(below(root, file))) draft.write(below(root, file), text);
  };
  add('.gitignore', 'node_modules/\ndist/\n');
  if (!isAnyOf(['README.md', 'README', 'readme.md', 'Readme.md'], root, draft))
    add('README.md', readme({ name, id, manifest }));
  if (/\.[cm]?tsx?$/.test(entry)) add('tsconfig.json', tsconfig(entry));
  if (!isAnyOf(['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'LICENCE', 'COPYING'], root, draft)) {
    draft.todo({
      file: below(root, 'package.json'),
      what: 'add a LICENSE, and name it under "license"',
      why: 'without one nobody may use the package',
    });
  }
  tellRegistry(below(root, '.npmrc'), draft);
  tellPaths(below(root, 'tsconfig.json'), draft);
  const lock = ['package-lock.json', 'yarn.lock', 'pnpm-lock.yaml'].find((file) => draft.exists(below(root, file)));
  if (lock !== undefined) {
    draft.todo({
      file: below(root, lock),
      what: lock === 'package-lock.json' ? 'delete it and run npm install' : 'install the packages again',
      why: 'package.json names other packages now; old ones were locked to a registry on the machine of their author',
    });
  }
}

/** The packages of the original core were in a registry on the machine of their author. */
function tellRegistry(path: string, draft: Draft): void {
  const text = draft.text(path) ?? '';
  const found = /^.*registry\s*=\s*https?:\/\/(?:localhost|127\.0\.0\.1).*$/m.exec(text);
  if (!found) return;
  const what = `take the line away, or keep it for a registry of your own: ${found[0].trim()}`;
  draft.todo({ file: path, line: lineAt(text, found.index), what, why: 'nobody else reaches that registry' });
}

/** Imports by names of its author's own look like those of packages. */
function tellPaths(file: string, draft: Draft): void {
  const text = draft.text(file);
  if (text === undefined) return;
  const { paths } = new JsonText(file, text).section('compilerOptions');
  const [name] = Object.keys(paths ?? {}).filter((one) => !isFolderName(one));
  if (name === undefined) return;
  draft.todo({
    file,
    line: lineAt(text, text.indexOf(JSON.stringify(name))),
    what: 'write imports by the names under "paths" as relative ones, and run this again',
    why: `${name} was taken for a package: only @/, ~/, src/ and @media/ are followed`,
  });
}

function isAnyOf(names: readonly string[], root: string, draft: Draft): boolean {
  return names.some((name) => draft.exists(below(root, name)));
}

const SAMPLES: Readonly<Record<string, string>> = { audio: 'speech.mp3', image: 'picture.png', video: 'film.mp4' };

function readme({ id, manifest, name }: Pick<ExtrasSource, 'id' | 'manifest'> & { readonly name: string }): string {
  const kind = manifest.capabilities[0]?.split('-to-')[0] ?? 'text';
  return `# ${manifest.name}

${manifest.description ?? 'A provider for MediaConduit.'}

\`\`\`sh
npm install @mediaconduit/mediaconduit ${name}
npx mediaconduit run ${id} ${SAMPLES[kind] ?? '"Hello"'}
\`\`\`
`;
}

function tsconfig(entry: string): string {
  const isInSrc = entry.startsWith('src/');
  const options = {
    target: 'ES2020',
    module: 'node16',
    moduleResolution: 'node16',
    rootDir: isInSrc ? './src' : '.',
    outDir: './dist',
    declaration: true,
    strict: true,
    esModuleInterop: true,
    skipLibCheck: true,
  };
  const settings = {
    compilerOptions: options,
    include: [isInSrc ? 'src' : '**/*.ts'],
    exclude: ['node_modules', 'dist', '**/*.test.ts', '**/*.spec.ts'],
  };
  return `${JSON.stringify(settings, undefined, 2)}\n`;
}
