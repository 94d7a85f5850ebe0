import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { findExecutable } from './find-executable';

describe('findExecutable', () => {
  let folder: TemporaryFolder;
  beforeAll(async () => {
    folder = await temporaryFolder();
    await chmod(await folder.write('bin/tool', '#!/bin/sh\n'), 0o755);
    await chmod(await folder.write('second/tool', '#!/bin/sh\n'), 0o755);
    await chmod(await folder.write('bin/tool.EXE', ''), 0o755);
    await folder.write('bin/text', 'no program');
  });
  afterAll(() => folder[Symbol.asyncDispose]());

  const find = (command: string, PATH?: string, platform: NodeJS.Platform = 'linux') =>
    findExecutable(command, { folder: folder.path, environment: { PATH }, platform });

  it('searches the PATH in order', () => {
    const PATH = ['bin', 'second'].map((name) => path.join(folder.path, name)).join(':');
    expect(find('tool', PATH)).toBe(path.join(folder.path, 'bin/tool'));
  });

  it('starts relative paths at the folder of the definition', () => {
    expect(find('./bin/tool')).toBe(path.join(folder.path, 'bin/tool'));
    expect(find('bin/tool', '/usr/bin')).toBe(path.join(folder.path, 'bin/tool'));
  });

  it('does not find a bare name in the folder of the definition', () => {
    expect(find('tool')).toBeUndefined();
    expect(find('tool', '')).toBeUndefined();
  });

  it.each(['./bin/text', './bin', './nothing'])('does not take %s for a program', (command) => {
    expect(find(command)).toBeUndefined();
  });

  it('tries the endings of Windows', () => {
    const environment = { Path: path.join(folder.path, 'bin'), PathExt: '.BAT;.EXE' };
    const found = findExecutable('tool', { folder: folder.path, environment, platform: 'win32' });
    expect(found).toBe(path.join(folder.path, 'bin', 'tool.EXE'));
  });
});
