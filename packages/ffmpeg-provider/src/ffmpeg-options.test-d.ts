import type { Audio, Image, Video } from '@mediaconduit/sdk';
import type {
  FfmpegAudioToAudioModel,
  FfmpegVideoToImageModel,
  FfmpegVideoToVideoModel,
  FfmpegVideoToVideoModelOptions,
} from './index';

declare const sound: FfmpegAudioToAudioModel;
declare const film: FfmpegVideoToVideoModel;
declare const image: FfmpegVideoToImageModel;

// every option may be missing, and results are typed
void (sound.transform('a.mp3', { format: 'wav', normalize: true }) satisfies Promise<Audio>);
void (film.transform(['a.mp4', 'b.mp4'], { fit: 'cover', overlay: { position: 'top' } }) satisfies Promise<Video>);
void (image.transformAll('a.mp4', { kind: 'thumbnails' }) satisfies Promise<Image[]>);
({}) satisfies FfmpegVideoToVideoModelOptions;

// @ts-expect-error -- no such option
void sound.transform('a.mp3', { fromat: 'wav' });
// @ts-expect-error -- no such format
void sound.transform('a.mp3', { format: 'wavv' });
// @ts-expect-error -- no such position
void film.transform('a.mp4', { overlay: { position: 'middle' } });
