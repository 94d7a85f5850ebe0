import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = join(__dirname, '..');
const manifest = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
const entries = Object.keys(manifest.exports).filter((name) => name !== './package.json');

type Exports = Readonly<Record<string, unknown>>;
const load = (name: string): Exports =>
  jest.requireActual<Exports>(join(PACKAGE, manifest.publishConfig.exports[name].default));
const isClass = (value: unknown): boolean => typeof value === 'function' && String(value).startsWith('class');

describe('the published runtime', () => {
  it.each(entries)('has %s with its declarations', (name) => {
    const { types, default: code } = manifest.publishConfig.exports[name];
    expect([types, code].filter((file) => !existsSync(join(PACKAGE, file)))).toEqual([]);
    expect(code).toBe(manifest.exports[name].default);
  });

  it.each(['.', './mesh', './supervision'])('calls the classes of %s by the names they are exported by', (name) => {
    const classes = Object.entries(load(name)).filter(([, value]) => isClass(value));
    expect(classes).not.toEqual([]);
    for (const [exported, value] of classes) expect(value).toHaveProperty('name', exported);
  });

  it('has every module once for all entries', () => {
    expect(load('.')['homeFolder']).toBe(load('./supervision')['homeFolder']);
  });

  it('has a process for npm that loads nothing of ours but itself', () => {
    const text = readFileSync(join(PACKAGE, 'lib/source/npm/worker/npm-worker-main.js'), 'utf8');
    const asked = [...text.matchAll(/\brequire\(\s*"([^"]+)"\s*\)/g)].map(([, name = '']) => name);
    expect(asked).toContain('tar/parse');
    expect(asked.filter((name) => name.startsWith('@mediaconduit/') || name.startsWith('.'))).toEqual([]);
  });
});
