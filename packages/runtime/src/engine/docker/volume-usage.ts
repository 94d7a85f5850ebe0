import type Docker from 'dockerode';
import { dial } from './dial';
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

/** Volumes alone: dockerode's own call has the engine measure every image too. */
export async function volumeUsage(docker: Docker, abortSignal: AbortSignal): Promise<VolumeUsage[]> {
  const request = { path: '/system/df', query: { type: 'volume' }, abortSignal };
  const answer = await dial<UsageAnswer | null>(docker, request);
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
