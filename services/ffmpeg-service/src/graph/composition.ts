import type { BodyOf } from '@mediaconduit/service-kit';
import type { COMPOSITION_PARAMETERS } from '../parameters/composition-parameters';

/** A film put together from numbered files. */
export type Composition = BodyOf<typeof COMPOSITION_PARAMETERS>;

/** A part of a file on its way into the film. */
export type Clip = Composition['clips'][number];

/** A picture or text over the film. */
export type Overlay = NonNullable<Composition['overlays']>[number];

/** Sound beside that of the clips. */
export type AudioTrack = NonNullable<Composition['audioTracks']>[number];

/** How long a picture stays when nothing is said. */
export const PICTURE_SECONDS = 3;
