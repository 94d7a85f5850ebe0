export {
  ProviderType,
  MediaCapability,
  ProviderModel,
  ProviderConfig,
  MediaProvider,
} from '@mediaconduit/mediaconduit/src/media/types/provider';
export { Text } from '@mediaconduit/mediaconduit/src/media/assets/roles/classes/Text';
export { TextToTextModel } from '@mediaconduit/mediaconduit/src/media/models/abstracts/TextToTextModel';
export { TextToTextOptions } from '@mediaconduit/mediaconduit/src/media/models/abstracts/TextToTextModel';
export { TextToTextProvider } from '@mediaconduit/mediaconduit/src/media/capabilities/interfaces/TextToTextProvider';
