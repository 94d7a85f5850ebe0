import { resolveText, STACK_FILE } from './__fixtures__/resolve-text';
import { explainService } from './explain-service';

const TEXT = [
  'services:',
  '  cow:',
  '    environment: { MODE: stack, TOKEN: "${T}", URL: "redis://u:pw@h/${T}" }',
  '    limits: { cpus: 1 }',
  '    platforms: { linux: { critical: true } }',
].join('\n');

const COW = { id: 'cow', file: '/cow/MediaConduit.service.yml', environment: { LANG: 'C', MODE: 'own' } };

const explained = async (path: string) => {
  const stack = await resolveText(TEXT, { services: [COW], variables: { T: 'secret' } });
  return explainService(stack, 'cow').find((value) => value.path === path);
};

describe('explainService', () => {
  it.each([
    ['environment.LANG', 'C', { from: 'manifest', file: COW.file }],
    ['environment.MODE', 'stack', { from: 'stack file', place: `${STACK_FILE}:3:26` }],
    ['environment.TOKEN', '(hidden)', { from: 'environment', variables: ['T'], place: `${STACK_FILE}:3:40` }],
    ['environment.URL', 'redis://u:(hidden)@h/secret', expect.objectContaining({ from: 'environment' })],
    ['limits.cpus', 1, { from: 'stack file', place: `${STACK_FILE}:4:21` }],
    ['critical', true, { from: 'platform override', place: `${STACK_FILE}:5:37` }],
    ['restart.maxRestarts', 5, { from: 'default' }],
    ['breaker.probes', 3, { from: 'default' }],
    ['bulkhead.concurrent', 0, { from: 'default' }],
    ['idleStopMs', 0, { from: 'default' }],
  ])('tells where %s comes from', async (path, value, origin) => {
    expect(await explained(path)).toEqual({ path, value, origin });
  });

  it('tells where the values of a service come from that the file describes', async () => {
    const stack = await resolveText('services: { r: { image: "r:1", docker: { environment: { A: "1" } } } }');
    const origins = Object.fromEntries(explainService(stack, 'r').map(({ path, origin }) => [path, origin]));
    expect(origins).toMatchObject({
      'environment.A': { from: 'stack file', place: `${STACK_FILE}:1:60` },
      'readiness.path': { from: 'default' },
    });
  });

  it('says which services there are', async () => {
    const stack = await resolveText(TEXT, { services: [COW], variables: { T: '' } });
    expect(() => explainService(stack, 'cowe')).toThrow(
      expect.objectContaining({ code: 'MC_SERVICE_NOT_FOUND', hint: 'did you mean "cow"?' }),
    );
  });
});
