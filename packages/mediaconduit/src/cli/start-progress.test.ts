import { EventEmitter } from 'node:events';
import type { RuntimeEvents } from '@mediaconduit/runtime';
import { FakeStream } from './__fixtures__/fake-terminal';
import { Output } from './output';
import { StartProgress } from './start-progress';

function watch() {
  const stderr = new FakeStream(false);
  const settings = { json: false, quiet: false, verbose: false, environment: {} };
  const output = new Output({ stdout: new FakeStream(false), stderr }, settings, () => undefined);
  const events = new EventEmitter<RuntimeEvents>();
  const change = (currentState: string) =>
    events.emit('service-state-changed', { name: 's', previousState: '', currentState });
  return { stderr, events, change, progress: new StartProgress(events, output) };
}

describe('StartProgress', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('says nothing of a fast start', () => {
    const { stderr, change } = watch();
    change('creating');
    jest.advanceTimersByTime(200);
    change('starting');
    jest.advanceTimersByTime(200);
    change('ready');
    jest.runAllTimers();
    expect(stderr.text).toBe('');
  });

  it('says what a slow start waits for, and what the engine builds', () => {
    const { stderr, change, events } = watch();
    change('creating');
    jest.advanceTimersByTime(400);
    events.emit('service-progress', { name: 's', message: 'pulling image' });
    change('starting');
    jest.advanceTimersByTime(400);
    expect(stderr.text).toBe('s: starting …\ns: pulling image\ns: waiting until it is ready …\n');
  });

  it('says once what goes on step by step where no line can be rewritten', () => {
    const { stderr, change, events } = watch();
    change('creating');
    for (const step of [1, 2, 3]) events.emit('service-progress', { name: 's', message: `step ${step} of 3` });
    events.emit('service-progress', { name: 's', message: 'unpacking' });
    expect(stderr.text).toBe('s: step 1 of 3\ns: unpacking\n');
  });

  it('leaves no timer and no listener', () => {
    const { change, events, progress } = watch();
    change('creating');
    progress.close();
    expect([jest.getTimerCount(), events.eventNames()]).toEqual([0, []]);
  });
});
