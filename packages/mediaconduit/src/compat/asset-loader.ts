import { SmartAssetFactory } from './smart-asset-factory';

/** The other name of {@link SmartAssetFactory}. */
export class AssetLoader extends SmartAssetFactory {}
