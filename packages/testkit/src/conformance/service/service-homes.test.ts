import { join } from 'node:path';
import { serviceHomes } from './service-homes';

const OWN = join('work', 'service-home');

describe('serviceHomes', () => {
  it('looks for what was prepared where the user has it, and removes volumes of its own only', () => {
    expect(serviceHomes({ MEDIACONDUIT_HOME: '/home/u/.mediaconduit' }, 'work')).toEqual({
      process: '/home/u/.mediaconduit',
      docker: OWN,
    });
  });

  it('has one home where the user has chosen none', () => {
    expect(serviceHomes({}, 'work')).toEqual({ process: OWN, docker: OWN });
  });
});
