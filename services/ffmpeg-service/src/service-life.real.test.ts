import { eventually } from '@mediaconduit/testkit';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { film, isRunning, LONG_JOB, media, RunningService } from './__fixtures__/running-service';

const folder = mkdtempSync(join(tmpdir(), 'ffmpeg-life-'));
const FILM = media(folder, 'film.mp4', film(1));

afterAll(() => rmSync(folder, { recursive: true }));

describe('the life of the service', () => {
  it('is not ready without ffmpeg, and says how to install it', async () => {
    await using service = await RunningService.start({ FFMPEG_PATH: '/nowhere/ffmpeg' });
    const answer = await service.get('/health/ready');
    const { checks } = (await answer.json()) as { checks: { ready: string } };
    expect(answer.status).toBe(503);
    expect(checks.ready).toContain('/nowhere/ffmpeg cannot be run: install it (apt-get install ffmpeg');
  });

  it('is not ready with an ffmpeg that lacks what it needs', async () => {
    const poor = join(folder, 'poor-ffmpeg');
    writeFileSync(poor, '#!/bin/sh\necho "ffmpeg version 9" >&2\necho " V..... png    PNG"\n');
    chmodSync(poor, 0o755);
    await using service = await RunningService.start({ FFMPEG_PATH: poor });
    expect(await (await service.get('/health/ready')).text()).toContain('was built without libx264, aac');
  });

  it('lets jobs wait, and refuses more than may wait', async () => {
    await using service = await RunningService.start({ FFMPEG_CONCURRENCY: '1', FFMPEG_MAX_WAITING: '1' });
    const leave = new AbortController();
    const first = await service.sendLong(leave.signal);
    await eventually(async () => service.childWith(LONG_JOB));
    const second = await service.sendLong(leave.signal);
    const refused = await service.sendLong(leave.signal);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await refused.json()).toMatchObject({ code: 'busy' });
    leave.abort();
    await Promise.allSettled([first.text(), second.text()]);
    await eventually(async () => expect(service.jobFolders()).toEqual([]));
    const lines = await service.task('video-to-image', [['video', FILM]]);
    expect(lines.at(-1)?.type).toBe('result');
  });

  it('removes what a crashed run left, and its own when it stops', async () => {
    await using crashed = await RunningService.start();
    await crashed.sendLong();
    const { pid } = await eventually(async () => crashed.childWith(LONG_JOB));
    crashed.child.kill('SIGKILL');
    await crashed.exited;
    process.kill(pid, 'SIGKILL');
    const [left = ''] = crashed.jobFolders();
    expect(left).toContain('run-');
    mkdirSync(join(crashed.scratch, 'somebody-elses'));
    await using next = await RunningService.start({ SCRATCH_DIR: crashed.scratch });
    expect(crashed.jobFolders()).toEqual([]);
    next.child.kill('SIGTERM');
    expect(await next.exited).toBe(0);
    expect(readdirSync(crashed.scratch)).toEqual(['somebody-elses']);
  });

  it('leaves no ffmpeg behind when a second signal ends it at once', async () => {
    await using service = await RunningService.start();
    const answer = await service.sendLong();
    const { pid } = await eventually(async () => service.childWith(LONG_JOB));
    service.child.kill('SIGTERM');
    service.child.kill('SIGINT');
    expect(await service.exited).toBeGreaterThan(128);
    await eventually(async () => expect(isRunning(pid)).toBe(false));
    await expect(answer.text()).rejects.toThrow();
  });

  it('says in one line why it cannot start', async () => {
    await using service = new RunningService({ FFMPEG_CONCURRENCY: 'many' });
    expect(await service.exited).toBe(1);
    expect(service.stderr).toBe('FFMPEG_CONCURRENCY must be a whole number from 1 to 999999, not "many"\n');
  });

  it('refuses to listen where it may not, once', async () => {
    await using service = new RunningService({ PORT: 'eighty' });
    await once(service.child, 'exit');
    expect(service.stderr).toContain('PORT must be');
  });
});
