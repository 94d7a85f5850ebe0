import { engineFailure } from './engine-failure';

const answered = (statusCode: number, text: string): Error =>
  Object.assign(new Error(`(HTTP code ${statusCode}) server error - ${text} `), { statusCode });

describe('engineFailure', () => {
  it('says what a service that wants a GPU lacks, which no repetition mends', () => {
    const text = 'could not select device driver "nvidia" with capabilities: [[gpu]]';
    expect(engineFailure('start the container', answered(500, text))).toMatchObject({
      code: 'MC_ENGINE_FAILED',
      message: `Docker could not start the container: ${text}`,
      hint: expect.stringContaining('install the NVIDIA Container Toolkit'),
      retryable: false,
    });
  });

  it.each([
    [answered(500, 'no space'), undefined, true],
    [answered(404, 'no such image'), undefined, false],
    [new Error('connect ENOENT'), 'check that Docker runs: docker info', true],
  ])('tells %s', (thrown, hint, retryable) => {
    const failure = engineFailure('start', thrown);
    expect([failure.hint, failure.retryable]).toEqual([hint, retryable]);
  });
});
