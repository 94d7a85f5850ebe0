import { resolveMeshConfig } from '../config/resolve-mesh-config';
import { checkDspy, checkVoice } from './setting-checks';

const config = (source: unknown) => resolveMeshConfig(source, {}).config;

describe('checks of settings', () => {
  it('say which training data are not there', () => {
    expect(checkDspy(config({}).dspy).status).toBe('healthy');
    expect(checkDspy(config({ dspy: { training_data_path: __filename } }).dspy).status).toBe('healthy');
    expect(checkDspy(config({ dspy: { training_data_path: '/nowhere' } }).dspy)).toMatchObject({
      status: 'degraded',
      message: expect.stringContaining('/nowhere'),
    });
  });

  it('say what speech lacks', () => {
    expect(checkVoice(config({}).voice).status).toBe('healthy');
    expect(checkVoice(config({ voice: { tts_provider: '', voice_id: '' } }).voice)).toMatchObject({
      status: 'degraded',
      message: 'not set: tts_provider, voice_id',
    });
  });
});
