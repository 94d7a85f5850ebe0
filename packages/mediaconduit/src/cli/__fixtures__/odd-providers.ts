import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const manifest = (id: string): string => `id: ${id}
name: ${id}
type: remote
capabilities: [text-to-text]
`;

/** A class of a provider whose model `m` does this. */
const classWith = (getModel: string): string => `exports.default = class {
  id = 'odd'; name = 'Odd'; type = 'remote'; capabilities = ['TEXT_TO_TEXT']; models = [];
  async configure() {} async isAvailable() { return true; } getModelsForCapability() { return []; }
  async getHealth() { return { status: 'healthy', uptime: 0, activeJobs: 0, queuedJobs: 0 }; }
  async getModel(id) { ${getModel} }
};`;

const model = (transform: string): string => classWith(`return { id, transform: ${transform} };`);

/** What published providers do that a program should survive, by what it is called. */
const ODD_PROVIDERS: Readonly<Record<string, string>> = {
  'exits-at-import': 'process.exit(0);',
  'exits-when-asked': classWith('process.exit(0);'),
  'throws-a-text': "throw 'just a text';",
  'throws-a-text-when-asked': classWith("throw 'not today';"),
  'throws-in-a-call': model("() => { throw 'too tired'; }"),
  'never-settles': model('() => new Promise(() => {})'),
  prints: `console.log('loading'); ${model("async () => { console.warn('calling\\nnow'); return 'plain'; }")}`,
  'starts-things': `setInterval(() => {}, 1000); require('http').createServer().listen(0); ${model('async () => ({ text: "began" })')}`,
  'rejects-aside': `Promise.reject(new Error('no network')); ${model("(text) => new Promise((end) => setTimeout(end, 100, 'fine'))")}`,
  'throws-aside': `setTimeout(() => { throw new Error('stray'); }, 50); ${model("() => new Promise((end) => setTimeout(end, 5000, 'late'))")}`,
  'takes-what-is-not-there': `const { NoBase } = require('@mediaconduit/mediaconduit'); exports.default = class extends NoBase {};`,
};

/** Writes each of them into a folder of its name. */
export function writeOddProviders(folder: string): void {
  for (const [name, code] of Object.entries(ODD_PROVIDERS)) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'MediaConduit.provider.yml'), manifest(name));
    writeFileSync(join(folder, name, 'package.json'), JSON.stringify({ name, main: 'index.js' }));
    writeFileSync(join(folder, name, 'index.js'), code);
  }
}
