import { BaseProvider, type Model } from '@mediaconduit/sdk';

export declare class ShoutProvider extends BaseProvider {
  protected createModel(): Model;
}
export default ShoutProvider;
