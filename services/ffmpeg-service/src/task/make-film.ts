import { fault } from '@mediaconduit/service-kit';
import { buildComposition } from '../graph/build-composition';
import type { Composition } from '../graph/composition';
import { compositionProblems } from '../graph/composition-problems';
import { loudnessFilters } from '../graph/loudness';
import { withFilters, withPalette } from '../graph/extend-plan';
import type { Plan } from '../graph/plan';
import { filmSwitches, type EncodingParameters } from './encoder-switches';
import type { Job, MadeFile } from './job';
import { measureLoudness, writePlan } from './write-plan';

const SAMPLE_RATE_HZ = 48_000;

/** A film and how it is written. */
export interface FilmOrder {
  readonly composition: Composition;
  readonly encoding: EncodingParameters;
  /** LUFS. */
  readonly loudness?: number;
}

/** Makes the film of a composition. @throws `invalid-options` with all its problems. */
export async function makeFilm(job: Job, order: FilmOrder): Promise<MadeFile> {
  const { encoding, loudness } = order;
  const composition = heard(order);
  requireMakeable(job, composition);
  const plan = planFilm(job, composition, encoding);
  const switches = filmSwitches(encoding, { hasAudio: plan.audio !== undefined }, job.encoders);
  const { format = 'mp4' } = encoding;
  if (loudness === undefined || plan.audio === undefined) return writePlan(job, plan, { format, switches });
  const measured = await measureLoudness(job, withFilters(plan, loudnessFilters({ target: loudness }, SAMPLE_RATE_HZ)));
  const louder = measured ? loudnessFilters({ target: loudness, measured }, SAMPLE_RATE_HZ) : [];
  return writePlan(job, withFilters(plan, louder), { format, switches, share: [0.5, 1] });
}

/** The composition without the sounds that the result has no place for. */
function heard({ composition, encoding }: FilmOrder): Composition {
  const isSilent = encoding.audioCodec === 'none' || encoding.format === 'gif';
  return isSilent ? { ...composition, mute: true, audioTracks: [] } : composition;
}

function requireMakeable(job: Job, composition: Composition): void {
  const problems = compositionProblems(composition, job.media);
  if (problems.length === 0) return;
  throw fault(
    'invalid-options',
    problems
      .map(({ path, message }) => `${path}: ${message}`)
      .join('; ')
      .slice(0, 2000),
    {
      extra: { problems },
    },
  );
}

function planFilm(job: Job, composition: Composition, encoding: EncodingParameters): Plan {
  const { format, audioCodec, videoCodec, encoder } = encoding;
  const plan = buildComposition(composition, job.media);
  if (videoCodec === 'copy' && encoder === undefined && plan.video?.includes(':') !== true) throw cannotCopy('picture');
  if (audioCodec === 'copy' && plan.audio?.includes(':') === false) throw cannotCopy('sound');
  return format === 'gif' ? withPalette(plan) : plan;
}

function cannotCopy(what: string): Error {
  return fault('invalid-options', `the ${what} can be copied only when nothing about it is changed`, {
    hint: 'leave out copy, or the options that change it',
  });
}
