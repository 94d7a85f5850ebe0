import { createManualClock, temporaryFolder, type ManualClock, type TemporaryFolder } from '@mediaconduit/testkit';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { processGroupStats } from './process-group-stats';

interface Member {
  readonly group: number;
  readonly state?: string;
  /** Its own user and system time, then those of the children it has waited for. */
  readonly ticks?: readonly [number, number, number, number];
  readonly threads?: number;
  readonly residentKb?: number;
}

describe('processGroupStats', () => {
  let proc: TemporaryFolder;
  let clock: ManualClock;
  beforeEach(async () => {
    proc = await temporaryFolder();
    clock = createManualClock();
    await proc.write('meminfo', 'MemTotal: 1 kB');
  });
  afterEach(() => proc[Symbol.asyncDispose]());

  async function write(pid: number, member: Member): Promise<void> {
    const { group, state = 'S', ticks = [0, 0, 0, 0], threads = 1, residentKb } = member;
    const line = `${pid} (a) b (c)) ${state} 1 ${group} ${group} 0 -1 4194304 0 0 0 0 ${ticks.join(' ')} 20 0 ${threads} 0 5 0 0 18446744073709551615`;
    await proc.write(`${pid}/stat`, `${line}\n`);
    await proc.write(`${pid}/status`, `Name:\ta\n${residentKb === undefined ? '' : `VmRSS:\t  ${residentKb} kB\n`}`);
  }
  async function measure(meanwhile: () => Promise<unknown> = async () => undefined) {
    const stats = processGroupStats(41, { clock, folder: proc.path, machineBytes: 1_000_000_000 });
    while (clock.pending === 0 && (await Promise.race([stats.then(() => false), soon()]))) continue;
    await meanwhile();
    await clock.advance(500);
    return stats;
  }

  it('adds up a group, and leaves others alone', async () => {
    await write(41, { group: 41, threads: 7, residentKb: 2000 });
    await write(57, { group: 41, threads: 2, residentKb: 500 });
    await write(58, { group: 58, threads: 9, residentKb: 9000 });
    await expect(measure()).resolves.toEqual({
      cpuPercent: 0,
      memoryBytes: 2500 * 1024,
      memoryLimitBytes: 1_000_000_000,
      pids: 9,
    });
  });

  it('measures processor time over half a second, of children that come and go, too', async () => {
    await write(41, { group: 41, ticks: [100, 50, 10, 0] });
    await write(57, { group: 41, ticks: [20, 0, 0, 0] });
    const stats = await measure(async () => {
      await rm(path.join(proc.path, '57'), { recursive: true });
      await write(41, { group: 41, ticks: [110, 55, 35, 0], residentKb: 1 });
      await write(60, { group: 41, ticks: [20, 10, 0, 0], residentKb: 1 });
    });
    // 180 ticks of 10 ms became 230
    expect(stats?.cpuPercent).toBe(100);
    expect(stats?.pids).toBe(2);
  });

  it('never goes below zero, and counts no zombies as running', async () => {
    await write(41, { group: 41, ticks: [100, 0, 0, 0], residentKb: 1 });
    await write(57, { group: 41, state: 'Z', ticks: [90, 0, 0, 0] });
    const stats = await measure(() => rm(path.join(proc.path, '57'), { recursive: true }));
    expect(stats).toMatchObject({ cpuPercent: 0, memoryBytes: 1024, pids: 1 });
  });

  it('has no figures of a group that is gone, or ends meanwhile', async () => {
    await expect(measure()).resolves.toBeUndefined();
    await write(41, { group: 41 });
    await expect(measure(() => write(41, { group: 41, state: 'Z' }))).resolves.toBeUndefined();
  });

  it('has none where there is no such folder', async () => {
    const folder = path.join(proc.path, 'nowhere');
    await expect(processGroupStats(41, { clock, folder })).resolves.toBeUndefined();
  });
});

const soon = (): Promise<boolean> => new Promise((resolve) => setImmediate(() => resolve(true)));
