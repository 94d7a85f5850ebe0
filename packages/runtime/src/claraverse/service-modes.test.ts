import type { ClaraService } from './clara-service';
import { modesOf, preferredMode } from './service-modes';

const start = (): void => undefined;

describe('modesOf', () => {
  it.each<[string, ClaraService, string[]]>([
    [
      'one list of platforms for all modes',
      { deploymentModes: ['docker', 'manual'], platformSupport: ['linux'] },
      ['docker', 'manual'],
    ],
    ['a list without the platform', { deploymentModes: ['docker', 'manual'], platformSupport: ['win32'] }, []],
    ['lists by mode', { deploymentModes: ['docker', 'manual'], platformSupport: { manual: ['linux'] } }, ['manual']],
    ['nothing about platforms', { deploymentModes: ['manual'] }, ['manual']],
    ['functions', { start }, ['native']],
    ['a module', { modulePath: './mcp.cjs' }, ['native']],
    ['a binary', { binaryPath: './llama' }, ['native']],
    ['a binary that is a container too', { binaryPath: './llama', dockerContainer: { image: 'llama' } }, ['docker']],
    ['the Docker engine', { start, type: 'docker-daemon' }, ['docker']],
  ])('reads %s', (_what, service, modes) => {
    expect(modesOf(service, 'linux')).toEqual(modes);
  });
});

describe('preferredMode', () => {
  it('is Docker, else the first', () => {
    expect([preferredMode(['manual', 'docker']), preferredMode(['manual', 'native']), preferredMode([])]).toEqual([
      ...['docker', 'manual', undefined],
    ]);
  });
});
