import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { describeReport } from './describe-report.mjs';

const film = { step: 'make a film', made: '1.20 MB', model: 'espeak-ng and ffmpeg, by hand', tookMs: 1234 };
const text = {
  ...{ step: 'transcribe it', made: '20 words', model: 'whisper:/cache/whisper-base', tookMs: 3100 },
  ...{ engine: 'process', service: 'http://127.0.0.1:4711', startMs: 900, workMs: 2000 },
};

describe('describeReport', () => {
  it('shows what each step used and took', () => {
    assert.deepEqual(describeReport({ film: '/f.mp4', text: 'Moo.', steps: [film, text] }).split('\n'), [
      'film        /f.mp4',
      'transcript  Moo.',
      '',
      'step           made      with                           engine   service          start   work   took',
      'make a film    1.20 MB   espeak-ng and ffmpeg, by hand  -        -                    -      -  1.2 s',
      'transcribe it  20 words  whisper:whisper-base           process  127.0.0.1:4711  900 ms  2.0 s  3.1 s',
      '',
    ]);
  });

  it('names what is missing, and what to do', () => {
    const missing = { step: 'ask about it', missing: 'no model', fix: 'ollama pull x' };
    assert.match(describeReport({ steps: [film, missing] }), /\n\ncannot ask about it: no model\n {2}ollama pull x\n$/);
  });
});
