import { OLLAMA_TEXT_OPTIONS, toRunnerOptions } from './ollama-options';

describe('toRunnerOptions', () => {
  it('has the names of Ollama', () => {
    expect(toRunnerOptions({ topP: 0.9, repeatLastN: 64, numCtx: 10, useMmap: false, stop: ['.'] })).toEqual({
      top_p: 0.9,
      repeat_last_n: 64,
      num_ctx: 10,
      use_mmap: false,
      stop: ['.'],
    });
  });

  it('leaves out what is not for the runner', () => {
    expect(toRunnerOptions({ system: 'x', keepAlive: 0, pull: true })).toBeUndefined();
  });

  it('takes maxTokens for numPredict, which wins', () => {
    expect(toRunnerOptions({ maxTokens: 5 })).toEqual({ num_predict: 5 });
    expect(toRunnerOptions({ maxTokens: 5, numPredict: 7 })).toEqual({ num_predict: 7 });
  });
});

describe('OLLAMA_TEXT_OPTIONS', () => {
  it.each<[object, string]>([
    [{ top_p: 1 }, 'unknown option "top_p"'],
    [{ topP: 2 }, 'topP must be 1 or less'],
    [{ keepAlive: 'soon' }, 'keepAlive has a form that is not taken'],
    [{ stop: 'x' }, 'stop must be'],
    [{ tools: [{}] }, 'tools'],
    [{ think: 'slowly' }, 'think'],
  ])('refuses %p', (options, message) => {
    expect(() => OLLAMA_TEXT_OPTIONS.parse(options)).toThrow(
      expect.objectContaining({ code: 'MC_OPTIONS_INVALID', message: expect.stringContaining(message) as string }),
    );
  });
});
