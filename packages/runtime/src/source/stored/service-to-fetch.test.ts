import { temporaryFolder } from '@mediaconduit/testkit';
import { serviceFiles } from './__fixtures__/far-world';
import { farService } from './service-to-fetch';

describe('farService', () => {
  it.each([
    ['brings along is not fetched', 'node_modules/cow/node_modules/cow-service', undefined],
    ['finds beside itself is fetched all the same', 'node_modules/cow-service', { canonical: 'npm:cow-service' }],
  ])('a service that a provider %s', async (_what, place, expected) => {
    await using folder = await temporaryFolder();
    await folder.write('node_modules/cow/package.json', '{ "name": "cow", "version": "1.0.0" }');
    await folder.write(`${place}/package.json`, '{ "name": "cow-service", "version": "1.0.0" }');
    for (const [name, text] of Object.entries(serviceFiles)) await folder.write(`${place}/${name}`, text);
    const found = farService({ entry: { usesService: 'npm:cow-service' }, folder: `${folder.path}/node_modules/cow` });
    if (expected) expect(found).toMatchObject(expected);
    else expect(found).toBeUndefined();
  });
});
