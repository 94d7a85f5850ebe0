import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readSettings } from './settings';

const NUMBERS = ['FFMPEG_CONCURRENCY', 'FFMPEG_MAX_WAITING', 'OUTPUT_KEEP_SECONDS'];

describe('readSettings', () => {
  it('takes what is not set, or empty, as the default', () => {
    const defaults = { concurrency: availableParallelism(), maxWaiting: 32, outputKeepMs: 60_000 };
    expect(readSettings({})).toMatchObject(defaults);
    expect(readSettings(Object.fromEntries(NUMBERS.map((name) => [name, ''])))).toMatchObject(defaults);
  });

  it('takes what is set', () => {
    const environment = { FFMPEG_CONCURRENCY: '3', FFMPEG_MAX_WAITING: '4', OUTPUT_KEEP_SECONDS: '5' };
    expect(readSettings(environment)).toMatchObject({ concurrency: 3, maxWaiting: 4, outputKeepMs: 5000 });
  });

  it.each(NUMBERS)('names %s when it is wrong', (name) => {
    expect(() => readSettings({ [name]: '0' })).toThrow(`${name} must be a whole number from 1 to 999999, not "0"`);
  });

  it.each(NUMBERS)('gets %s in a container too', (name) => {
    expect(readFileSync(join(__dirname, '../docker-compose.yml'), 'utf8')).toContain(`- ${name}\n`);
  });
});
