import type { EngineName, ServiceDefinition } from '@mediaconduit/sdk';
import { createFakeEngine, serviceDefinition } from '@mediaconduit/testkit';
import { EngineSet } from '../engine/engine-set';
import { chooseEngine } from './choose-engine';

const DOCKER_MISSING = {
  available: false,
  reason: 'no Docker socket was found',
  hint: 'install Docker',
} as const;
const docker = { serviceName: 'app', image: 'app:1' };
const both = serviceDefinition({ engines: ['docker', 'process'], docker });

function engines(dockerWorks = true): EngineSet {
  return new EngineSet({
    docker: () => createFakeEngine({ name: 'docker', availability: dockerWorks ? undefined : DOCKER_MISSING }),
    process: () => createFakeEngine({ name: 'process' }),
    remote: () => createFakeEngine({ name: 'remote' }),
  });
}

const chosen = async (definition: ServiceDefinition, choice: 'auto' | EngineName, dockerWorks = true) =>
  (await chooseEngine(definition, engines(dockerWorks), choice)).name;

describe('chooseEngine', () => {
  it('takes the first of the definition that works here', async () => {
    await expect(chosen(both, 'auto')).resolves.toBe('docker');
    await expect(chosen(both, 'auto', false)).resolves.toBe('process');
    await expect(chosen({ ...both, engines: ['process', 'docker'] }, 'auto')).resolves.toBe('process');
    await expect(chosen({ ...both, docker: undefined }, 'auto')).resolves.toBe('process');
  });

  it('takes what the user named, whatever the order is', async () => {
    await expect(chosen(both, 'process')).resolves.toBe('process');
  });

  it('runs a service with an address remotely, whatever the user named', async () => {
    const remote = serviceDefinition({ engines: ['remote'], url: 'http://127.0.0.1:1' });
    await expect(chosen(remote, 'docker')).resolves.toBe('remote');
  });

  it('names both tries and what to install', async () => {
    await expect(chosen({ ...both, process: undefined }, 'auto', false)).rejects.toMatchObject({
      code: 'MC_ENGINE_UNAVAILABLE',
      message:
        'Nothing here can run the service "test-service" (docker: no Docker socket was found; process: no process block).',
      hint: 'install Docker',
      facts: {
        service: 'test-service',
        tried: [
          { engine: 'docker', reason: 'no Docker socket was found', hint: 'install Docker' },
          { engine: 'process', reason: 'no process block' },
        ],
      },
    });
  });

  it.each([
    [{ ...both, process: undefined, engines: ['docker'] as const }, 'process: the manifest has no process block'],
    [{ ...both, engines: ['docker'] as const }, 'process: the manifest does not list it under engines'],
  ])('names the engine that the definition leaves out too', async (definition, reason) => {
    await expect(chosen(definition, 'auto', false)).rejects.toMatchObject({
      message: `Nothing here can run the service "test-service" (docker: no Docker socket was found; ${reason}).`,
      hint: 'install Docker',
    });
  });

  it('names the other engines that work when the chosen one does not', async () => {
    await expect(chosen(both, 'docker', false)).rejects.toMatchObject({
      hint: 'install Docker; or use --engine process',
    });
    await expect(chosen({ ...both, docker: undefined }, 'docker')).rejects.toMatchObject({
      hint: 'use --engine process',
    });
  });

  it('does not send to an engine that does not work either', async () => {
    await expect(chosen({ ...both, process: undefined }, 'process', false)).rejects.toMatchObject({
      message: expect.stringContaining('(process: no process block; docker: no Docker socket was found)'),
      hint: 'install Docker',
    });
    const unusable = new EngineSet({
      docker: () => Promise.reject(new Error('no home')),
      process: () => createFakeEngine({ name: 'process' }),
    });
    await expect(chooseEngine({ ...both, process: undefined }, unusable, 'process')).rejects.toMatchObject({
      code: 'MC_ENGINE_UNAVAILABLE',
      message: expect.stringContaining('docker: no home'),
    });
  });

  it('says what to add to a definition that nothing can run', async () => {
    const nothing = serviceDefinition({ process: undefined, engines: ['process'] });
    await expect(chosen(nothing, 'auto')).rejects.toMatchObject({ hint: expect.stringContaining(nothing.file) });
    await expect(chosen({ ...nothing, engines: [] }, 'auto')).rejects.toMatchObject({
      message: expect.stringContaining(
        'docker: the manifest has no docker block; process: the manifest has no process',
      ),
    });
  });

  it('says when the runtime was made without the engine', async () => {
    await expect(chooseEngine(both, new EngineSet({}), 'auto')).rejects.toMatchObject({
      message: expect.stringContaining('docker: is not part of this runtime'),
    });
  });
});
