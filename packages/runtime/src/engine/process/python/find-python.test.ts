import { SYSTEM_CLOCK } from '@mediaconduit/sdk';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { ProcessReaper } from '../process-reaper';
import { processTreeOf } from '../process-tree';
import { findPython, type Python } from './find-python';
import { ToolRunner } from './tool-runner';

describe('findPython', () => {
  let folder: TemporaryFolder;
  let reaper: ProcessReaper;
  beforeEach(async () => {
    folder = await temporaryFolder();
    reaper = new ProcessReaper(process.platform);
  });
  afterEach(async () => {
    reaper.close();
    await folder[Symbol.asyncDispose]();
  });

  /** Programs that answer as Python would; the folder is the whole PATH. */
  async function install(programs: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, line] of Object.entries(programs)) {
      await chmod(await folder.write(name, `#!/bin/sh\n${line}\n`), 0o755);
    }
  }

  const answer = (version: string, canMakeVenv = true): string =>
    `echo '${JSON.stringify({ version, file: `/opt/${version}/python`, canMakeVenv })}'`;

  function find(wanted?: string): Promise<Python> {
    const tools = new ToolRunner({
      clock: SYSTEM_CLOCK,
      tree: processTreeOf(process.platform),
      reaper,
      protect: (argv) => argv,
    });
    return findPython(tools, {
      serviceId: 'moo-service',
      wanted,
      environment: { PATH: folder.path },
      platform: 'linux',
      folder: folder.path,
      signal: new AbortController().signal,
    });
  }

  it('takes the first that can be used, also one that is no python3', async () => {
    await install({
      python3: 'echo "a shop opens" >&2; exit 9',
      python: answer('3.14.0'),
      'python3.13': answer('3.13.1', false),
      'python3.12': answer('3.12.4'),
      'python3.11': answer('3.11.2'),
    });
    expect(await find('>=3.9 <3.14')).toEqual({
      command: [path.join(folder.path, 'python3.12')],
      version: '3.12.4',
      file: '/opt/3.12.4/python',
      canMakeVenv: true,
    });
    expect((await find()).version).toBe('3.14.0');
  });

  it('says what to install when there is none', async () => {
    await expect(find('>=3.9')).rejects.toMatchObject({
      code: 'MC_ENGINE_UNAVAILABLE',
      message: 'moo-service needs Python >=3.9, and there is none here.',
      hint: expect.stringContaining('apt-get install python3 python3-venv'),
    });
  });

  it('says which versions there are when none is wanted', async () => {
    await install({ python3: answer('3.7.3'), python: answer('3.7.3'), 'python3.8': answer('3.8.1') });
    await expect(find('>=3.9')).rejects.toMatchObject({
      code: 'MC_ENGINE_UNAVAILABLE',
      message: 'moo-service needs Python >=3.9, and here is only 3.7.3, 3.8.1.',
    });
  });

  it('names the package that a Debian lacks', async () => {
    await install({ python3: answer('3.11.2', false) });
    await expect(find('>=3.9')).rejects.toMatchObject({
      code: 'MC_ENGINE_UNAVAILABLE',
      hint: expect.stringContaining('apt-get install python3-venv'),
      facts: { version: '3.11.2' },
    });
  });
});
