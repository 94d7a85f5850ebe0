import type { CrashReport } from '../supervisor/unit';
import type { UnitState } from '../supervisor/unit-state';
import { serviceState } from './service-state';

const report = {} as CrashReport;
const plain = { isRestarting: false, isUp: false };

describe('serviceState', () => {
  it.each<[UnitState, string]>([
    [{ name: 'absent' }, 'stopped'],
    [{ name: 'creating' }, 'starting'],
    [{ name: 'starting' }, 'starting'],
    [{ name: 'ready', since: 0 }, 'running'],
    [{ name: 'degraded', since: 0, reason: '' }, 'running'],
    [{ name: 'draining' }, 'stopping'],
    [{ name: 'stopping' }, 'stopping'],
    [{ name: 'backoff', until: 0, report }, 'restarting'],
    [{ name: 'failed', report }, 'error'],
    [{ name: 'unknown', reason: '' }, 'error'],
  ])('calls %j %s', (state, word) => {
    expect(serviceState(state, plain)).toBe(word);
  });

  it('counts what nobody can look at as running while something runs', () => {
    expect(serviceState({ name: 'unknown', reason: '' }, { ...plain, isUp: true })).toBe('running');
  });

  it('shows a restart that somebody asked for until it is over', () => {
    const restarting = { ...plain, isRestarting: true };
    const states: UnitState[] = [{ name: 'stopping' }, { name: 'absent' }, { name: 'creating' }];
    expect(states.map((state) => serviceState(state, restarting))).toEqual(Array(3).fill('restarting'));
    expect(serviceState({ name: 'failed', report }, restarting)).toBe('error');
  });
});
