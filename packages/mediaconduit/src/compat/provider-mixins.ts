import { AudioToAudioModel } from './audio-to-audio-model';
import { AudioToTextModel } from './audio-to-text-model';
import { ImageToImageModel } from './image-to-image-model';
import { ImageToTextModel } from './image-to-text-model';
import { ImageToVideoModel } from './image-to-video-model';
import { providerMixin } from './provider-mixin';
import { TextToAudioModel } from './text-to-audio-model';
import { TextToImageModel } from './text-to-image-model';
import { TextToTextModel } from './text-to-text-model';
import { TextToVideoModel } from './text-to-video-model';
import { VideoToAudioModel } from './video-to-audio-model';
import { VideoToImageModel } from './video-to-image-model';
import { VideoToVideoModel } from './video-to-video-model';

/** Adds the methods of `AudioToAudioProvider` to a class of providers; see `providerMixin`. */
export const withAudioToAudioProvider = providerMixin('AudioToAudio', AudioToAudioModel);

/** As {@link withAudioToAudioProvider}, for `AudioToTextProvider`. */
export const withAudioToTextProvider = providerMixin('AudioToText', AudioToTextModel);

/** As {@link withAudioToAudioProvider}, for `ImageToImageProvider`. */
export const withImageToImageProvider = providerMixin('ImageToImage', ImageToImageModel);

/** As {@link withAudioToAudioProvider}, for `ImageToTextProvider`. */
export const withImageToTextProvider = providerMixin('ImageToText', ImageToTextModel);

/** As {@link withAudioToAudioProvider}, for `ImageToVideoProvider`. */
export const withImageToVideoProvider = providerMixin('ImageToVideo', ImageToVideoModel);

/** As {@link withAudioToAudioProvider}, for `TextToAudioProvider`. */
export const withTextToAudioProvider = providerMixin('TextToAudio', TextToAudioModel);

/** As {@link withAudioToAudioProvider}, for `TextToImageProvider`. */
export const withTextToImageProvider = providerMixin('TextToImage', TextToImageModel);

/** As {@link withAudioToAudioProvider}, for `TextToTextProvider`. */
export const withTextToTextProvider = providerMixin('TextToText', TextToTextModel);

/** As {@link withAudioToAudioProvider}, for `TextToVideoProvider`. */
export const withTextToVideoProvider = providerMixin('TextToVideo', TextToVideoModel);

/** As {@link withAudioToAudioProvider}, for `VideoToAudioProvider`. */
export const withVideoToAudioProvider = providerMixin('VideoToAudio', VideoToAudioModel);

/** As {@link withAudioToAudioProvider}, for `VideoToImageProvider`. */
export const withVideoToImageProvider = providerMixin('VideoToImage', VideoToImageModel);

/** As {@link withAudioToAudioProvider}, for `VideoToVideoProvider`. */
export const withVideoToVideoProvider = providerMixin('VideoToVideo', VideoToVideoModel);
