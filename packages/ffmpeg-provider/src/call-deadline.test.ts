import { createRuntime } from '@mediaconduit/runtime';
import { SILENT_LOGGER, Video, type Model } from '@mediaconduit/sdk';
import { readProviderManifestSync } from '@mediaconduit/sdk/manifest';
import { createMp4, replayExchanges, temporaryFolder, type Exchange } from '@mediaconduit/testkit';
import { Readable } from 'node:stream';
import { FfmpegProvider } from './index';

const WORKING: Exchange = {
  request: { method: 'POST', path: '/v1/tasks/video-to-audio' },
  response: { chunks: [{ json: { type: 'progress', phase: 'compute', message: 'Working' } }], broken: 'hang' },
};

describe('a deadline of the caller', () => {
  async function withModel(use: (model: Model<'video-to-audio'>) => Promise<void>): Promise<void> {
    await using home = await temporaryFolder();
    await using server = await replayExchanges([WORKING]);
    const runtime = createRuntime({ home: home.path, environment: {} });
    try {
      const manifest = readProviderManifestSync(FfmpegProvider.packageFolder);
      if (!manifest) throw new Error('no manifest in the package folder');
      const service = await runtime.services.getService(server.url);
      const provider = new FfmpegProvider({ manifest, service, config: {}, log: SILENT_LOGGER });
      await use((await provider.getModel('ffmpeg-video-to-audio')) as Model<'video-to-audio'>);
    } finally {
      await runtime.close();
    }
  }

  it('ends the work as one', () =>
    withModel(async (model) => {
      const call = model.transform(Video.fromBytes(createMp4()), { signal: AbortSignal.timeout(300) });
      await expect(call).rejects.toMatchObject({ code: 'MC_CALL_TIMEOUT' });
    }));

  it('ends the look at a file of which nothing comes', () =>
    withModel(async (model) => {
      const silent = new Readable({ read: () => undefined });
      const call = model.transform(silent, { signal: AbortSignal.timeout(20) });
      await expect(call).rejects.toMatchObject({ code: 'MC_CALL_TIMEOUT' });
      expect(silent.destroyed).toBe(true);
    }));
});
