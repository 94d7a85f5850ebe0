import type { ProcessDefinition } from '@mediaconduit/sdk';
import { serviceDefinition, temporaryFolder } from '@mediaconduit/testkit';
import { chmod } from 'node:fs/promises';
import { processRefusal } from './process-refusal';

const BLOCK: ProcessDefinition = { command: ['cow'], port: 'fd', environment: {} };

const refusal = (process: ProcessDefinition | undefined, path = '/nonexistent') =>
  processRefusal(serviceDefinition({ process }), { environment: { PATH: path }, platform: 'linux' });

describe('processRefusal', () => {
  it.each([
    [undefined, 'has no process block'],
    [{ ...BLOCK, command: [] }, 'process.command'],
  ])('names the gap in the manifest: %p', (block, reason) => {
    expect(refusal(block)?.reason).toContain(reason);
  });

  it('leaves it to the start when the program of the command is missing', () => {
    expect(refusal(BLOCK)).toBeUndefined();
    expect(refusal({ ...BLOCK, command: ['python'] })).toBeUndefined();
  });

  it('says that Python is missing, and what to install', () => {
    expect(refusal({ ...BLOCK, command: ['python'], python: { lock: 'requirements.lock' } })).toEqual({
      reason: 'it needs Python, and there is none on the PATH',
      hint: expect.stringContaining('python3-venv'),
    });
  });

  it('names the programs that are missing, and how to get them, each way once', async () => {
    await using folder = await temporaryFolder();
    await chmod(await folder.write('moo', '#!/bin/sh\n'), 0o755);
    const programs = { moo: 'moo.example', ffmpeg: 'apt-get install ffmpeg', ffprobe: 'apt-get install ffmpeg' };
    expect(refusal({ ...BLOCK, programs }, folder.path)).toEqual({
      reason: 'ffmpeg and ffprobe cannot be found on the PATH',
      hint: 'install ffmpeg and ffprobe: apt-get install ffmpeg',
    });
    expect(refusal({ ...BLOCK, programs: { moo: 'moo.example' } }, folder.path)).toBeUndefined();
  });
});
