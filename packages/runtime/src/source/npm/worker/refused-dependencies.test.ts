import { loadSpecParser } from './npm-libraries';
import { comesFromRegistry } from './refused-dependencies';

const NAMES = [
  ...[
    'a',
    '7zip',
    'left-pad',
    '@acme/cow',
    '@acme/left-pad',
    'lodash.merge',
    'node_modules',
    'favicon.ico',
    '.a',
    '_a',
  ],
  ...['-a', 'A', '@acme', '@/a', '@acme/', 'a/b', '../a', 'a b', ''],
];
const SPECS = [
  ...['1', '1.2', '1.2.3', '^1.2.3', '~1', '1.2.3.4', '>=1', '1.x', '*', '', 'latest', '1.2.3-rc.1', '1 || 2', '01.2'],
  ...[
    'npm:deep@1',
    'npm:deep@file:x',
    '^1/2',
    '1.tgz',
    '1.2.3-a.tgz',
    '~/1',
    './1',
    '/1',
    '1:2',
    '1@2',
    '~1\n',
    'file:1',
  ],
  ...['owner/name', 'git+ssh://a/b', 'https://127.0.0.1/a.tgz', 'workspace:^', 'link:../a', 'git@a.b:c/d'],
];

function asNpmSays(name: string, spec: string): boolean {
  try {
    return ['version', 'range', 'tag', 'alias'].includes(loadSpecParser().resolve(name, spec, '/').type);
  } catch {
    return false;
  }
}

describe('comesFromRegistry', () => {
  it.each(NAMES)('says what npm says of all specs of "%s"', (name) => {
    const ours = SPECS.map((spec) => [spec, comesFromRegistry(name, spec)]);
    expect(ours).toEqual(SPECS.map((spec) => [spec, asNpmSays(name, spec)]));
  });
});
