import { fault } from '@mediaconduit/service-kit';
import type { Plan } from '../graph/plan';
import { filmSwitches, type EncodingParameters } from '../task/encoder-switches';
import type { Work } from '../task/job';
import { writePlan } from '../task/write-plan';
import type { FormFields } from './form-fields';
import { parseFilterGraph } from './parse-filter-graph';

const DEFAULT_VIDEO_LABEL = 'final_video';
const DEFAULT_AUDIO_LABEL = 'mixed_audio';
/** The first service took an encoder that only machines with such a device have. */
const DEVICE_ENCODER = /_nvenc$/;

/** Sends the files through a graph that the caller wrote, once it is known to be harmless. */
export function filterWork(fields: FormFields, formats: readonly NonNullable<EncodingParameters['format']>[]): Work {
  const graph = fields.text('filterComplex') ?? fields.text('customFilterComplex');
  if (graph === undefined) throw fault('invalid-options', 'the field filterComplex is required');
  const open = parseFilterGraph(graph);
  const video = label(open, fields.text('videoOutputLabel') ?? DEFAULT_VIDEO_LABEL);
  const audio = label(open, fields.text('audioOutputLabel') ?? DEFAULT_AUDIO_LABEL);
  if (video === undefined) {
    const found = [...open].join(', ');
    throw fault(
      'invalid-options',
      `the filter graph has no output [${fields.text('videoOutputLabel') ?? DEFAULT_VIDEO_LABEL}]`,
      {
        hint: `its outputs: ${found || 'none'}; name one in videoOutputLabel`,
      },
    );
  }
  const format = fields.choice('outputFormat', formats) ?? 'mp4';
  const codec = fields.text('codec');
  const encoder = codec === undefined || DEVICE_ENCODER.test(codec) ? undefined : codec;
  const encoding = { format, encoder, videoBitrateKbps: fields.kilobits('bitrate') };
  const size = sizeSwitches(fields);
  return async (job) => {
    const inputs = job.files.map((_file, file) => ({ file, switches: [] }));
    const sound = audio ?? (job.media[0]?.audio ? '0:a:0' : undefined);
    const seconds = job.media[0]?.duration;
    const plan: Plan = { inputs, filterGraph: graph, video, audio: sound, seconds, texts: {} };
    const switches = filmSwitches(encoding, { hasAudio: sound !== undefined }, job.encoders);
    return [await writePlan(job, plan, { format, switches: [...switches, ...size] })];
  };
}

function label(open: ReadonlySet<string>, name: string): string | undefined {
  const bare = name.replace(/^\[|\]$/g, '');
  return open.has(bare) ? bare : undefined;
}

function sizeSwitches(fields: FormFields): string[] {
  const resolution = fields.text('resolution');
  const fps = fields.number('fps', 1, 240);
  if (resolution !== undefined && !/^\d{2,4}x\d{2,4}$/.test(resolution)) {
    throw fault('invalid-options', 'resolution must be such as 1280x720');
  }
  return [...(resolution === undefined ? [] : ['-s', resolution]), ...(fps === undefined ? [] : ['-r', String(fps)])];
}
