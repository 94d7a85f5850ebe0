import { toBeAudio, toBeImage, toBeModel3D, toBeVideo } from './binary-matchers';
import type {
  AudioExpectation,
  EmbeddingExpectation,
  ImageExpectation,
  Model3DExpectation,
  TextExpectation,
  VideoExpectation,
} from './expectations';
import { toBeEmbedding, toBeText } from './value-matchers';

/** The matchers by name, as `expect` has them; `R` is what a matcher of the test runner returns. Those of bytes are awaited. */
export interface MediaMatchers<R> {
  /** Measures the bytes; await it. */
  toBeAudio(expected?: AudioExpectation): Promise<R>;
  /** Measures the bytes; await it. */
  toBeImage(expected?: ImageExpectation): Promise<R>;
  /** Measures the bytes; await it. */
  toBeVideo(expected?: VideoExpectation): Promise<R>;
  /** Measures the bytes; await it. */
  toBeModel3D(expected?: Model3DExpectation): Promise<R>;
  toBeText(expected?: TextExpectation): R;
  toBeEmbedding(expected?: EmbeddingExpectation): R;
}

/** For `expect.extend(mediaMatchers)` of Jest and of Vitest. */
export const mediaMatchers = { toBeAudio, toBeImage, toBeVideo, toBeModel3D, toBeText, toBeEmbedding };
