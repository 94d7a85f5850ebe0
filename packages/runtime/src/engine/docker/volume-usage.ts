import type Docker from 'dockerode';
import { promisify } from 'node:util';
import type { VolumeUsage } from './docker-client';

/** The parts of an answer of `GET /system/df` that we read; another engine than Docker may leave any of them out. */
interface UsageAnswer {
  readonly Volumes?: readonly {
    readonly Name: string;
    readonly Labels?: Readonly<Record<string, string>> | null;
    readonly CreatedAt?: string;
    readonly UsageData?: { readonly Size?: number; readonly RefCount?: number } | null;
  }[];
}

type Dial = (request: object, callback: (error: Error | null, answer: UsageAnswer | null) => void) => void;

/** Volumes alone: dockerode's own call has the engine measure every image too. */
export async function volumeUsage(docker: Docker, abortSignal: AbortSignal): Promise<VolumeUsage[]> {
  const request = { path: '/system/df?type=volume', method: 'GET', statusCodes: { 200: true }, abortSignal };
  const dial = promisify<object, UsageAnswer | null>(docker.modem.dial.bind(docker.modem) as Dial);
  const answer = await dial(request);
  return (answer?.Volumes ?? []).map(({ CreatedAt, Labels, Name, UsageData }) => ({
    name: Name,
    labels: Labels ?? {},
    createdAt: CreatedAt,
    sizeBytes: known(UsageData?.Size),
    users: known(UsageData?.RefCount) ?? 0,
  }));
}

/** -1 stands for what was not counted. */
function known(count: number | undefined): number | undefined {
  return count !== undefined && count >= 0 ? count : undefined;
}
