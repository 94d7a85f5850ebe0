import type { ProviderManifest } from '@mediaconduit/sdk';
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
  const hasLicense = isAnyOf(['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'LICENCE', 'COPYING'], root, draft);
  if (!hasLicense && json.members['license'] === 'MIT')
    add('LICENSE', mitLicense(authorOf(json) ?? `the authors of ${name}`));
  else if (!hasLicense) {
    draft.todo({
      file: below(root, 'package.json'),
      what: 'add a LICENSE, and name it under "license"',
      why: 'without one nobody may use the package',
    });
  }
  tellRegistry(below(root, '.npmrc'), draft);
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

function authorOf(json: JsonText): string | undefined {
  const { author } = json.members;
  const name = typeof author === 'string' ? author : (author as { name?: unknown } | undefined)?.name;
  return typeof name === 'string' && name.trim() !== '' ? name.replace(/\s*[<(].*$/, '') : undefined;
}

/** The license that package.json names, as its text asks to be handed on. */
function mitLicense(holder: string): string {
  return `MIT License

Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
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
