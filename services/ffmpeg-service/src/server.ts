import { createService, runService, ServiceStartError, type Service } from '@mediaconduit/service-kit';
import { description, version } from '../package.json';
import { Toolbox } from './ffmpeg/toolbox';
import { infoRoutes } from './info-routes';
import { JobQueue } from './job-queue';
import { legacyRoutes } from './legacy/legacy-routes';
import { OutputStore } from './output-store';
import { Scratch } from './scratch';
import { readSettings, type Settings } from './settings';
import { taskRoutes } from './task-routes';

function createFfmpegService(settings: Settings): Service {
  const scratch = new Scratch(settings.scratchFolder);
  const toolbox = new Toolbox(settings);
  const queue = new JobQueue(settings);
  const workshop = { toolbox, queue, outputs: new OutputStore(scratch, settings.outputKeepMs) };
  const service = createService({
    id: 'ffmpeg-service',
    version,
    description,
    routes: [...taskRoutes(workshop, scratch), ...infoRoutes(workshop, scratch), ...legacyRoutes(workshop, scratch)],
    limits: { requestTimeoutMs: 0 },
    ready: async () => {
      await Promise.all([scratch.open(), toolbox.check()]);
    },
  });
  // also at a second signal, or a fault: a program that outlives its service would work on for nobody
  process.once('exit', () => toolbox.killAll());
  return {
    listen: (target) => service.listen(target),
    drain: async (graceMs) => {
      const isFinished = await service.drain(graceMs);
      await scratch.remove();
      return isFinished;
    },
  };
}

function start(): void {
  try {
    void runService(createFfmpegService(readSettings(process.env)));
  } catch (error) {
    if (!(error instanceof ServiceStartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

start();
