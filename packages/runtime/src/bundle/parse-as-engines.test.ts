import { parseAsEngines } from './parse-as-engines';

const refuse = (): never => {
  throw new Error('refused');
};
const parse = (json: string): unknown => parseAsEngines(json, refuse);

describe('parseAsEngines', () => {
  it.each([
    '[{"Config":"a.json","RepoTags":["a:1","b:\\"2\\""],"Layers":[],"LayerSources":{"sha256:a":{"size":1}}}]',
    '{"schemaVersion":2,"manifests":[{"digest":"sha256:a","annotations":{"a\\":b":"c: d","":"x"}}]}',
    'null',
    '{ }',
  ])('reads %s', (json) => expect(parse(json)).toEqual(JSON.parse(json)));

  it.each([
    '{"RepoTags":[],"repoTags":[]}',
    '{"REPOTAGS":[]}',
    '{"RepoTag\u017f":[]}',
    '{"CONFIG":""}',
    '{"a":{"x":1,"x":2}}',
    '{"a":1} {"b":2}',
    '{"a":',
    '['.repeat(100_000) + ']'.repeat(100_000),
  ])('refuses %s', (json) => expect(() => parse(json)).toThrow('refused'));
});
