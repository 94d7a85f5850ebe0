import { FakeStream } from './__fixtures__/fake-terminal';
import { Output } from './output';
import { tellWhenSlow } from './tell-when-slow';

describe('tellWhenSlow', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it.each([
    [900, ''],
    [1000, 'stopping cow …\n'],
  ])('after %i ms has said %j', async (ms, said) => {
    const streams = { stdout: new FakeStream(false), stderr: new FakeStream(false) };
    const settings = { json: false, quiet: false, verbose: false, environment: {} };
    const work = new Promise<string>((resolve) => setTimeout(() => resolve('done'), ms));
    const told = tellWhenSlow(work, 'stopping cow …', new Output(streams, settings, () => undefined));
    jest.advanceTimersByTime(ms);
    expect([await told, streams.stderr.text, jest.getTimerCount()]).toEqual(['done', said, 0]);
  });
});
