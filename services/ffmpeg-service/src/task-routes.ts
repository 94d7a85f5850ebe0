import {
  defineBody,
  defineRoute,
  fault,
  HttpError,
  ndjsonReply,
  type ReceivedForm,
  type Route,
} from '@mediaconduit/service-kit';
import { AUDIO_TO_AUDIO_PARAMETERS, VIDEO_TO_AUDIO_PARAMETERS } from './parameters/audio-parameters';
import {
  IMAGE_TO_VIDEO_PARAMETERS,
  VIDEO_TO_IMAGE_PARAMETERS,
  VIDEO_TO_VIDEO_PARAMETERS,
} from './parameters/video-parameters';
import type { Scratch } from './scratch';
import { imageWork } from './task/image-work';
import type { Work } from './task/job';
import { runJob, type Workshop } from './task/run-job';
import { soundWork } from './task/sound-work';
import { slideshowWork, videoWork } from './task/video-work';
import { uploadBody } from './upload-body';

/** One capability: what may be asked, and who does it. */
interface Task {
  readonly capability: string;
  readonly summary: string;
  readonly files: readonly string[];
  readonly schema: object;
  readonly start: (parameters: unknown) => Work;
}

/** The types of the work follow from the schema; to have that proved for each one is too much for the compiler. */
function task(described: Omit<Task, 'schema' | 'start'>, schema: object, work: (parameters: never) => Work): Task {
  const body = defineBody(schema);
  return { ...described, schema, start: (parameters) => work(body.parse(parameters) as never) };
}

const TASKS: readonly Task[] = [
  task(
    { capability: 'video-to-audio', summary: 'Takes the sound out of a film', files: ['video'] },
    VIDEO_TO_AUDIO_PARAMETERS,
    soundWork,
  ),
  task(
    { capability: 'audio-to-audio', summary: 'Converts, cuts, levels, joins or mixes sounds', files: ['audio'] },
    AUDIO_TO_AUDIO_PARAMETERS,
    soundWork,
  ),
  task(
    { capability: 'video-to-video', summary: 'Changes, joins or composes films', files: ['video', 'audio', 'overlay'] },
    VIDEO_TO_VIDEO_PARAMETERS,
    videoWork,
  ),
  task(
    { capability: 'video-to-image', summary: 'Takes pictures out of a film', files: ['video'] },
    VIDEO_TO_IMAGE_PARAMETERS,
    imageWork,
  ),
  task(
    { capability: 'image-to-video', summary: 'Makes a film of pictures', files: ['image', 'audio'] },
    IMAGE_TO_VIDEO_PARAMETERS,
    slideshowWork,
  ),
];

const REPLY = {
  type: 'object',
  description: 'A line of application/x-ndjson: progress lines, then one result or error.',
  required: ['type'],
  properties: { type: { enum: ['progress', 'result', 'error'] } },
} as const;

/** `POST /v1/tasks/<capability>` of every capability. */
export function taskRoutes(workshop: Workshop, scratch: Scratch): Route[] {
  return TASKS.map(({ capability, summary, files, schema, start }) => {
    const upload = uploadBody(scratch, workshop.queue, { fields: { parameters: schema }, files });
    const route = defineRoute<ReceivedForm>({
      method: 'POST',
      path: `/v1/tasks/${capability}`,
      summary,
      reply: REPLY,
      ...upload,
      handle: async (context) => {
        const { body: form, signal } = context;
        const work = await startOrRemove(form, () => start(parametersOf(form)));
        return ndjsonReply(context, jobLines(workshop, form, work, signal), () => form[Symbol.asyncDispose]());
      },
    });
    return route;
  });
}

async function* jobLines(...job: Parameters<typeof runJob>): AsyncGenerator<object, void, void> {
  yield yield* runJob(...job);
}

/** What is wrong with the options is known at once, and said with a status. */
async function startOrRemove(form: ReceivedForm, start: () => Work): Promise<Work> {
  try {
    return start();
  } catch (error) {
    await form[Symbol.asyncDispose]();
    if (!(error instanceof HttpError) || error.code !== 'invalid-body') throw error;
    throw fault('invalid-options', error.message);
  }
}

function parametersOf({ fields }: ReceivedForm): unknown {
  try {
    return JSON.parse(fields['parameters'] ?? '{}');
  } catch {
    throw fault('invalid-options', 'the field "parameters" is not valid JSON');
  }
}
