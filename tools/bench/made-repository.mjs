import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const MANIFEST = `contract: 1
id: bench
name: Bench
type: remote
capabilities: [text-to-text]
models: [{ id: small, name: Small }]
`;

const CODE = `module.exports = class {
  constructor({ manifest }) { Object.assign(this, manifest); }
  configure() {}
  isAvailable() { return true; }
  getModelsForCapability() { return this.models; }
  getModel(id) { return { id }; }
  getHealth() { return { status: 'healthy', uptime: 0, activeJobs: 0, queuedJobs: 0 }; }
};
`;

/** The files of a provider, by path. */
export function providerFiles(count) {
  const files = { 'MediaConduit.provider.yml': MANIFEST, 'index.js': CODE };
  for (let at = Object.keys(files).length; at < count; at++)
    files[`lib/package${at % 100}/part${at % 300}/${at}.js`] = `// ${at}\n`.repeat(300);
  return files;
}

/** A repository with a provider of so many files. */
export function makeRepository(folder, count) {
  for (const [name, text] of Object.entries(providerFiles(count))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const git = (...words) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=n', '-c', 'user.email=n@example.org', ...words]);
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '--message', 'all');
}
