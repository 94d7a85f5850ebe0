import { dirname } from 'node:path';
import { BaseProvider, type ModelInfo } from '@mediaconduit/sdk';
import { CowsayTextToTextModel } from './cowsay-text-to-text-model';

/** Offers the models of `MediaConduit.provider.yml`; its service starts with the first call. */
export class CowsayProvider extends BaseProvider {
  static override readonly packageFolder = dirname(__dirname);

  protected override createModel(info: ModelInfo): CowsayTextToTextModel {
    return new CowsayTextToTextModel(info, this.id, this.requireService());
  }
}
