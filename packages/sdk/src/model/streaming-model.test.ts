import { Text } from '../media/text';
import { textOf } from '../media/text-of';
import { defineOptions } from '../options/options-schema';
import type { RunContext } from './base-model';
import type { Progress } from './model';
import type { StreamEvent } from './stream-event';
import { StreamingModel } from './streaming-model';

const OPTIONS = defineOptions({
  type: 'object',
  additionalProperties: false,
  properties: { loud: { type: 'boolean' } },
} as const);
type Options = ReturnType<typeof OPTIONS.parse>;

const step = (phase: string, completed: number): Progress => ({ phase, message: phase, completed });

class EchoModel extends StreamingModel<'text-to-text', string, Options> {
  override readonly optionsSchema = OPTIONS;
  signal: AbortSignal | undefined;

  constructor(private readonly pause: () => Promise<void> = async () => undefined) {
    super({ id: 'echo', name: 'Echo', capabilities: ['text-to-text'] });
  }

  protected parseInput(input: Parameters<EchoModel['transform']>[0]): string {
    return textOf(input);
  }

  protected async *runStream(
    text: string,
    { call, options }: RunContext<Options>,
  ): AsyncGenerator<StreamEvent, Text, void> {
    this.signal = call.signal;
    const said = options.loud === true ? text.toUpperCase() : text;
    call.onProgress?.(step('upload', 1));
    call.onProgress?.(step('upload', 2));
    await this.pause();
    for (const character of said) yield { type: 'text-delta', text: character };
    call.onProgress?.(step('compute', 1));
    return new Text(said);
  }
}

async function eventsOf(stream: AsyncIterable<StreamEvent>): Promise<string[]> {
  const seen: string[] = [];
  for await (const event of stream) {
    if (event.type === 'text-delta') seen.push(event.text);
    if (event.type === 'progress') seen.push(`${event.progress.phase} ${event.progress.completed}`);
  }
  return seen;
}

describe('StreamingModel', () => {
  it('transforms by running the stream to its end', async () => {
    const onProgress = jest.fn();
    const text = await new EchoModel().transform('moo', { loud: true, onProgress });
    expect(text.content).toBe('MOO');
    expect(onProgress.mock.calls.flat()).toEqual([step('upload', 1), step('upload', 2), step('compute', 1)]);
  });

  it('streams events with the reports of progress between them, then the result', async () => {
    const stream = new EchoModel().stream('moo');
    await expect(eventsOf(stream)).resolves.toEqual(['upload 1', 'upload 2', 'm', 'o', 'o', 'compute 1']);
    await expect(stream).resolves.toMatchObject({ content: 'moo' });
  });

  it('tells progress while the model has nothing else to say', async () => {
    let go = (): void => undefined;
    const model = new EchoModel(() => new Promise((resolve) => (go = resolve)));
    const seen: string[] = [];
    for await (const event of model.stream('m')) {
      seen.push(event.type);
      go();
    }
    expect(seen).toEqual(['progress', 'progress', 'text-delta', 'progress']);
  });

  it('calls onProgress of the caller in a stream too', async () => {
    const onProgress = jest.fn();
    await new EchoModel().stream('moo', { onProgress });
    expect(onProgress).toHaveBeenCalledTimes(3);
  });

  it('checks input and options when it is read', async () => {
    await expect(new EchoModel().stream(' ')).rejects.toMatchObject({ code: 'MC_INPUT_INVALID' });
    await expect(new EchoModel().stream('a', { lud: true } as Options)).rejects.toMatchObject({
      code: 'MC_OPTIONS_INVALID',
    });
  });

  it('aborts the work when the loop is left', async () => {
    const model = new EchoModel();
    for await (const event of model.stream('moo')) if (event.type === 'text-delta') break;
    expect(model.signal?.aborted).toBe(true);
  });

  it('fails as the work fails, also while nothing was said yet', async () => {
    const model = new EchoModel(() => Promise.reject(new Error('broken')));
    await expect(eventsOf(model.stream('moo'))).rejects.toThrow('broken');
    await expect(model.transform('moo')).rejects.toThrow('broken');
  });
});
