import { Audio, messageOf, Video, type BinaryMedia, type MediaKind } from '@mediaconduit/sdk';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createMp4 } from '../../media/create-mp4';
import { createWav } from '../../media/create-wav';
import type { Rule } from '../rule/rule';
import { notApplicable, verdictOf, type Verdict } from '../rule/verdict';
import type { CallSubject } from './call-subject';
import { drainingProxy } from './draining-proxy';
import type { PlannedCall } from './planned-call';
import { modelOf, type Upstream } from './provider-bench';
import { kindsOf } from '../sample/sample-input';

const MIB = 1024 ** 2;
const LARGE_BYTES = 96 * MIB;
const MOST_GROWTH_BYTES = 48 * MIB;

/** MC-P35 */
export const streamsLargeMedia: Rule<CallSubject> = {
  id: 'MC-P35',
  title: 'streams large media',
  level: 'platinum',
  checks:
    'A file of 96 MiB is sent by a model that takes sound or films: all of it arrives at the service, and the program never holds more than 48 MiB of it.',
  why: 'Films have gigabytes. A provider that reads them whole ends the program that calls it.',
  mend: 'Send a form with `formFileOf(media)`, or `media.stream()` as the body; never `media.data` or base64.',
  async check(subject) {
    const call = subject.calls.find((one) => largeKind(one) !== undefined);
    const kind = call && largeKind(call);
    if (!call || !kind) return notApplicable('no call takes sound or films');
    const limit = subject.manifest.models.find(({ id }) => id === call.model)?.limits?.maxInputBytes;
    if (limit !== undefined && limit < LARGE_BYTES) return notApplicable('its models take no files of this size');
    const upstream = await subject.bench.upstream(call);
    if ('outcome' in upstream) return upstream;
    await using answering = upstream;
    return await send(subject, call, { kind, upstream: answering }); // the upstream has to outlive it
  },
};

async function send(
  { bench, folder }: CallSubject,
  call: PlannedCall,
  { kind, upstream }: { readonly kind: 'audio' | 'video'; readonly upstream: Upstream },
): Promise<Verdict> {
  await using proxy = await drainingProxy(upstream.url);
  await using opened = await bench.open({ url: proxy.url, readyPath: upstream.readyPath });
  const model = await modelOf(opened, call);
  const failure = await model.transform(await largeMedia(folder, kind), call.options).then(
    () => 'it succeeds',
    (error: unknown) => messageOf(error),
  );
  const { mostHeldBytes, receivedBytes } = proxy;
  const mib = (bytes: number): string => `${Math.round(bytes / MIB)} MiB`;
  return verdictOf([
    receivedBytes < LARGE_BYTES ? `${call.model}: only ${mib(receivedBytes)} arrive: ${failure}` : undefined,
    mostHeldBytes > MOST_GROWTH_BYTES ? `${call.model}: the program holds ${mib(mostHeldBytes)} of it.` : undefined,
  ]);
}

function largeKind({ capability }: PlannedCall): 'audio' | 'video' | undefined {
  const kind: MediaKind | undefined = capability && kindsOf(capability).input;
  return kind === 'audio' || kind === 'video' ? kind : undefined;
}

/** Begins as such a file does; the rest is zeros that take no space on the disk. */
async function largeMedia(folder: string, kind: 'audio' | 'video'): Promise<BinaryMedia> {
  const file = join(folder, kind === 'audio' ? 'large.wav' : 'large.mp4');
  await using handle = await open(file, 'w');
  await handle.write(kind === 'audio' ? createWav() : createMp4());
  await handle.truncate(LARGE_BYTES);
  return kind === 'audio' ? Audio.fromFile(file) : Video.fromFile(file);
}
