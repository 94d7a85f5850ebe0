import { BaseTextToTextModel, Text, type ModelInfo, type RunContext, type ServiceHandle } from '@mediaconduit/sdk';
import { parseTransformReply, type TransformRequest } from './cowsay-api';
import { COWSAY_OPTIONS, type CowsayTextToTextModelOptions } from './cowsay-options';

/** Text in, the drawing of a cow with that text out. `metadata.cow` of the result names the cow, also for `random`. */
export class CowsayTextToTextModel extends BaseTextToTextModel<CowsayTextToTextModelOptions> {
  override readonly optionsSchema = COWSAY_OPTIONS;
  readonly #provider: string;
  readonly #service: ServiceHandle;

  /** `provider` is the id that results name as their maker. */
  constructor(info: ModelInfo, provider: string, service: ServiceHandle) {
    super(info);
    this.#provider = provider;
    this.#service = service;
  }

  protected override async run(text: string, context: RunContext<CowsayTextToTextModelOptions>): Promise<Text> {
    const { options, call } = context;
    const json: TransformRequest = { text, options };
    const { signal, timeoutMs } = call;
    const reply = await this.#service.request({ path: '/transform', json, signal, timeoutMs });
    const { result, processing_time, metadata } = parseTransformReply(reply.json());
    const drawing = new Text(result, undefined, undefined, {
      cow: metadata.cow,
      processingTimeMs: processing_time * 1000,
    });
    drawing.timing = reply.timing;
    drawing.lineage = { provider: this.#provider, model: this.id, options, inputs: [text] };
    return drawing;
  }
}
