import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../package.json';

describe('MediaConduit.service.yml', () => {
  it('names the version of the package', () => {
    const manifest = readFileSync(join(__dirname, '../MediaConduit.service.yml'), 'utf8');
    expect(/^version: (.*)$/m.exec(manifest)?.[1]).toBe(version);
  });
});
