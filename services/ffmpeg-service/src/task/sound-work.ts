import { fault } from '@mediaconduit/service-kit';
import { buildSound, type SoundParameters } from '../graph/build-sound';
import type { Loudness } from '../graph/loudness';
import { soundSwitches } from './encoder-switches';
import type { Work } from './job';
import { requireInside, requireSound } from './require-media';
import { measureLoudness, writePlan } from './write-plan';

const DEFAULT_LOUDNESS_LUFS = -16;

/** Makes one sound of the sounds of all files. */
export function soundWork(parameters: SoundParameters): Work {
  const { format = 'mp3', normalize, loudness: target = DEFAULT_LOUDNESS_LUFS, start = 0 } = parameters;
  requireConsistent(parameters);
  return async (job) => {
    requireSound(job);
    if (job.media.length === 1) requireInside(job, 'start', start);
    const switches = soundSwitches(parameters, job.encoders);
    if (normalize !== true) return [await writePlan(job, buildSound(parameters, job.media), { format, switches })];
    const measured = await measureLoudness(job, buildSound(parameters, job.media, { target }));
    const loudness: Loudness | undefined = measured && { target, measured };
    const plan = buildSound(parameters, job.media, loudness);
    return [await writePlan(job, plan, { format, switches, share: [0.5, 1] })];
  };
}

function requireConsistent({ removeSilence, fadeOut = 0, start = 0, end }: SoundParameters): void {
  if (removeSilence === true && fadeOut > 0) {
    throw fault('invalid-options', 'fadeOut and removeSilence do not go together: the new length is not known before', {
      hint: 'do one after the other',
    });
  }
  if (end !== undefined && end <= start) {
    throw fault('invalid-options', 'end must be after start', { hint: 'or give start and duration' });
  }
}
