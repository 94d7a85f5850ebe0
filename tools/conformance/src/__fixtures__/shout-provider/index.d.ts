import { BaseProvider, type Model } from '@mediaconduit/sdk';

declare class ShoutProvider extends BaseProvider {
  protected createModel(): Model;
}
export default ShoutProvider;
