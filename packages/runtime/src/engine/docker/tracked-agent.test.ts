import { inspect } from 'node:util';
import { createTrackedAgent } from './tracked-agent';

describe('createTrackedAgent', () => {
  it('is written out without its sockets, which would take longer than a request', () => {
    const { agent } = createTrackedAgent({ kind: 'socket', path: '/run/docker.sock' });
    expect(inspect({ agent }, { showHidden: true, depth: null })).toBe('{ agent: [Agent] }');
  });
});
