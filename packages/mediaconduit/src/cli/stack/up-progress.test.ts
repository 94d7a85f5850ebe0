import { createManualClock } from '@mediaconduit/testkit';
import type { ServiceStatus } from '@mediaconduit/runtime/supervision';
import { FakeStream } from '../__fixtures__/fake-terminal';
import { crashStatus, serviceStatus, stackStatus } from '../__fixtures__/stack-status';
import { Output } from '../output';
import { UpProgress } from './up-progress';

/** What a terminal that starts empty shows in the end. */
function screenOf(text: string): string[] {
  const lines = [''];
  // eslint-disable-next-line no-control-regex -- this is what a terminal gets
  for (const [, code, feed, character] of text.matchAll(/\u001b\[([0-9]*[A-Z])|([\r\n])|([^])/g)) {
    if (code === '1A') lines.pop();
    else if (code === '2K') lines[lines.length - 1] = '';
    else if (feed === '\n') lines.push('');
    else if (character !== undefined) lines[lines.length - 1] += character;
  }
  return lines;
}

function watch({ terminal = true, verbose = false } = {}) {
  const stderr = new FakeStream(terminal, 80);
  const settings = { json: false, quiet: false, verbose, environment: { NO_COLOR: '1' } };
  const output = new Output({ stdout: new FakeStream(terminal), stderr }, settings, () => undefined);
  const clock = createManualClock();
  const progress = new UpProgress(output, clock);
  const change = (name: string, given: Partial<ServiceStatus>): void =>
    progress.take({ type: 'state', service: name, previous: 'absent', status: serviceStatus(name, given) });
  return { clock, progress, change, stderr, screen: () => screenOf(stderr.text) };
}

describe('UpProgress', () => {
  it('shows a line for each service, with the time that goes by', async () => {
    const { change, clock, progress, screen } = watch();
    change('redis', { state: 'starting' });
    change('database', { state: 'creating' });
    progress.take({ type: 'progress', service: 'database', message: 'pulling' });
    await clock.advance(1250);
    change('redis', { state: 'ready' });
    await clock.advance(1000);
    expect(screen()).toEqual([
      '✓ redis     ready     1.3 s      127.0.0.1:4000',
      '⠹ database  creating  2 s        pulling',
    ]);
  });

  it('counts down to the next try, and forgets what was done before', async () => {
    const { change, clock, progress, screen } = watch();
    change('web', { state: 'creating' });
    progress.take({ type: 'progress', service: 'web', message: 'pulling' });
    change('web', { state: 'backoff', nextTryInMs: 4000, crash: crashStatus() });
    await clock.advance(2500);
    expect(screen()).toEqual(['! web  backoff   2 s        next try in 2 s: "worker" ended by itself with e…']);
    change('web', { state: 'starting' });
    await clock.advance(100);
    expect(screen()).toEqual([expect.stringMatching(/^. web {2}starting {2}2 s$/)]);
  });

  it('leaves a line for each service of the stack, and no timer', async () => {
    const { change, clock, progress, screen } = watch();
    change('redis', { state: 'starting' });
    await clock.advance(400);
    change('redis', { state: 'ready' });
    const services = [
      serviceStatus('redis'),
      serviceStatus('web', { state: 'absent', dependsOn: ['redis'] }),
      serviceStatus('worker', { state: 'failed', crash: crashStatus() }),
      serviceStatus('slow', { state: 'starting' }),
      serviceStatus('poor', { state: 'degraded', reason: 'no "redis"' }),
    ];
    progress.end(stackStatus('/shop/mediaconduit.yml', services));
    expect([clock.pending, screen()]).toEqual([
      0,
      [
        '✓ redis   ready     400 ms     127.0.0.1:4000',
        '- web     absent               needs redis',
        '✗ worker  failed               "worker" ended by itself with exit code 3.',
        '… slow    starting',
        '! poor    degraded             no "redis"',
        '',
      ],
    ]);
  });

  it('shows what goes on already', async () => {
    const { clock, progress, screen } = watch();
    progress.know(
      stackStatus('/shop/mediaconduit.yml', [serviceStatus('a', { state: 'starting' }), serviceStatus('b')]),
    );
    await clock.advance(1000);
    expect(screen()).toEqual([expect.stringMatching(/^. a {2}starting {2}1 s$/)]);
  });

  it('says each step once where no line can be rewritten', () => {
    const { change, clock, progress, stderr } = watch({ terminal: false });
    for (const step of [1, 2]) progress.take({ type: 'progress', service: 'web', message: `step ${step} of 2` });
    change('web', { state: 'starting' });
    change('web', { state: 'starting' });
    progress.take({ type: 'configuration', number: 2, changed: ['web'] });
    progress.take({ type: 'rejected', error: { detail: 'no' } });
    progress.end(stackStatus('/shop/mediaconduit.yml', [serviceStatus('web')]));
    expect([clock.pending, stderr.text.split('\n')]).toEqual([
      0,
      ['web: step 1 of 2', 'web: starting', 'web: starting', 'configuration 2: changed web', ''],
    ]);
  });
});
