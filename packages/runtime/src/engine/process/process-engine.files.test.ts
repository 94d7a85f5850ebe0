import type { ServiceDefinition } from '@mediaconduit/sdk';
import { CONTRACT_SERVICE_FILE, copyContractService, serviceDefinition, temporaryFolder } from '@mediaconduit/testkit';
import { createProcessEngine } from './process-engine';

describe('createProcessEngine', () => {
  const { signal } = new AbortController();

  const tokenOf = async (baseUrl: string): Promise<string | undefined> => {
    const answer = await fetch(`${baseUrl}/environment?name=MEDIACONDUIT_FILE_TOKEN`);
    return answer.ok ? answer.text() : undefined;
  };

  it.each<[boolean | undefined, boolean]>([
    [true, true],
    [false, false],
    [undefined, false],
  ])('tells a program whose localFiles is %s a token of its own: %s', async (localFiles, isTold) => {
    await using folder = await temporaryFolder();
    await copyContractService(folder.path);
    const command = ['node', CONTRACT_SERVICE_FILE];
    const define = (id: string): ServiceDefinition =>
      serviceDefinition({ id, folder: folder.path, process: { command, port: 'ipc', environment: {}, localFiles } });
    const engine = createProcessEngine();
    try {
      const [one, other] = await Promise.all(['one', 'other'].map((id) => engine.ensure(define(id), { signal })));
      expect(one?.fileToken !== undefined).toBe(isTold);
      expect(await tokenOf(one?.baseUrl ?? '')).toBe(one?.fileToken);
      if (isTold) expect(other?.fileToken).not.toBe(one?.fileToken);
      expect((await engine.ensure(define('one'), { signal })).fileToken).toBe(one?.fileToken);
    } finally {
      await engine.close();
    }
  });
});
