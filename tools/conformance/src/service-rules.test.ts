import { checkConformance } from '@mediaconduit/testkit';
import { join } from 'node:path';
import { publishedPackages, WORKSPACE } from './workspace';

/** What can be said of a service without building and running it. The other rules are looked at where it runs. */
const READ = ['01', '03', '04', '05', '06', '07', '08', '09', '10'].map((number) => `MC-S${number}`);

describe.each(publishedPackages('services'))('$folder', ({ folder }) => {
  it('keeps the published rules about what a service is', async () => {
    const { results } = await checkConformance(join(WORKSPACE, folder), {
      only: READ,
      runtime: require.resolve('@mediaconduit/runtime'),
    });
    const others = results.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable');
    expect(others).toEqual([]);
    expect(results).toHaveLength(READ.length);
  }, 120_000);
});
