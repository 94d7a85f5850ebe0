import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const manifest = (id) => `contract: 1
id: ${id}
name: Mirror
type: local
capabilities: [text-to-text, video-to-video]
models:
  - { id: text, name: Text, capabilities: [text-to-text] }
  - { id: film, name: Film, capabilities: [video-to-video] }
`;

/** A project with providers of these ids, which give back what they get. */
export function writeMirrors(folder, ids) {
  const dependencies = Object.fromEntries(ids.map((id) => [`${id}-provider`, '1.0.0']));
  for (const id of ids) {
    const provider = join(folder, 'node_modules', `${id}-provider`);
    mkdirSync(provider, { recursive: true });
    const packageJson = { name: `${id}-provider`, version: '1.0.0', main: 'index.cjs' };
    writeFileSync(join(provider, 'package.json'), JSON.stringify(packageJson));
    writeFileSync(join(provider, 'MediaConduit.provider.yml'), manifest(id));
    copyFileSync(join(import.meta.dirname, 'isolated-provider.cjs'), join(provider, 'index.cjs'));
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ dependencies }));
}
