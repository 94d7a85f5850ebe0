import { resolveText } from './__fixtures__/resolve-text';
import { diffStacks, isSame } from './diff-stacks';

const difference = async (before: string, after: string) =>
  diffStacks(await resolveText(before), await resolveText(after));

const one = (settings: string) => `services: { a: { image: "a:1", ${settings} } }`;

describe('diffStacks', () => {
  it('tells what is new, gone and changed', async () => {
    const found = await difference(
      'services: { a: { image: "a:1" }, b: { image: "b:1" }, c: { image: "c:1" } }',
      'services: { b: { image: "b:2", critical: true }, c: { image: "c:1" }, d: { image: "d:1" } }',
    );
    expect(found).toEqual({
      added: ['d'],
      removed: ['a'],
      changed: [{ name: 'b', changes: ['docker.image: "b:1" → "b:2"', 'critical: false → true'], replaces: true }],
      others: [],
    });
  });

  it('tells changes that need no replacement apart', async () => {
    const { changed } = await difference(one('rolling: false'), one('liveness: fast'));
    expect(changed[0]).toMatchObject({
      replaces: false,
      changes: expect.arrayContaining(['liveness.timeoutMs: 3000 → 1000']),
    });
  });

  it('does not tell secrets', async () => {
    const { changed } = await difference(
      one('environment: { API_KEY: k1, URL: "redis://u:p1@h" }'),
      one('environment: { API_KEY: k2, URL: "redis://u:p2@h:1" }'),
    );
    expect(changed[0]?.changes).toEqual([
      'environment.API_KEY: changed',
      'environment.URL: "redis://u:(hidden)@h" → "redis://u:(hidden)@h:1"',
    ]);
  });

  it('finds no difference in words, places and comments', async () => {
    const found = await difference(one('restart: { maxRestarts: 5 }'), `# why\n\n${one('description: new')}`);
    expect(isSame(found)).toBe(true);
  });

  it('takes everything for new where there was nothing', async () => {
    expect(diffStacks(undefined, await resolveText(one('gpu: false')))).toMatchObject({ added: ['a'], changed: [] });
  });
});
