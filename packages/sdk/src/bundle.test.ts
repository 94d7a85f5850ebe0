import { join } from 'node:path';

const BUNDLE = join(__dirname, '../dist/bundle');

const isClass = (value: unknown): boolean => typeof value === 'function' && String(value).startsWith('class');

describe('the published SDK', () => {
  it.each(['index.js', 'manifest/index.js'])('calls the classes of %s by the names they are exported by', (entry) => {
    const exported = Object.entries(jest.requireActual<Record<string, unknown>>(join(BUNDLE, entry)));
    const classes = exported.filter(([, value]) => isClass(value));
    expect(classes).not.toEqual([]);
    for (const [name, value] of classes) expect(value).toHaveProperty('name', name);
  });
});
