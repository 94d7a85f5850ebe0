import type { MediaMatchers } from './matchers/media-matchers';

export type { MatcherResult } from './matchers/comparison';
export type {
  AudioExpectation,
  EmbeddingExpectation,
  ImageExpectation,
  Model3DExpectation,
  TextExpectation,
  VideoExpectation,
} from './matchers/expectations';
export { mediaMatchers, type MediaMatchers } from './matchers/media-matchers';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- where @types/jest looks for matchers of others
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars -- the same parameters as there
    interface Matchers<R, T = {}> extends MediaMatchers<R> {}
  }
}
