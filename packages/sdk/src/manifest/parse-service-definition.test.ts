import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseServiceDefinition } from './parse-service-definition';

const FILE = '/somewhere/MediaConduit.service.yml';
const fixture = (name: string) => readFileSync(join(__dirname, '__fixtures__', `service.${name}.yml`), 'utf8');
const parse = (text: string, platform: NodeJS.Platform = 'linux') =>
  parseServiceDefinition(text, { file: FILE, platform });

describe('parseServiceDefinition', () => {
  it('reads a manifest of today with everything that it may say', () => {
    expect(parse(fixture('today'))).toEqual({
      id: 'cowsay-service',
      name: 'Cowsay',
      version: '1.10',
      description: 'HTTP service around cowsay.',
      capabilities: ['text-to-text'],
      folder: '/somewhere',
      file: FILE,
      engines: ['process', 'docker'],
      process: {
        ...{ command: ['node', 'dist/server.cjs'], port: 'fd', environment: { MODE: 'fast', WORKERS: '2' } },
        programs: { cowsay: 'apt-get install cowsay' },
        inherit: ['COW_*'],
        localFiles: true,
      },
      docker: { composeFile: 'docker-compose.yml', serviceName: 'cow', image: 'local/cow:1', containerPort: 8080 },
      environment: { LANG: 'C.UTF-8' },
      readiness: { path: '/health/ready', timeoutMs: 90_000 },
      limits: { maxInputBytes: 17_179_869_184, maxDurationMs: 0, memoryBytes: 4_294_967_296, cpus: 0.5 },
      cache: { variable: 'COW_CACHE', volume: 'cow_cache', layout: 'items' },
      urlVariables: ['COW_URL'],
      dependsOn: ['redis'],
      critical: true,
      idleStopMs: 0,
      gpu: false,
    });
  });

  it('applies the overrides of the platform: command and port replace, variables are added', () => {
    expect(parse(fixture('today'), 'win32').process).toEqual({
      command: ['node.exe', 'dist/server.cjs'],
      port: 'fd',
      environment: { MODE: 'windows', WORKERS: '2' },
      programs: { cowsay: 'apt-get install cowsay' },
      inherit: ['COW_*'],
      localFiles: true,
    });
    expect(parse(fixture('today'), 'darwin').process?.port).toEqual({
      env: 'LISTEN',
      value: '127.0.0.1:0',
      log: String.raw`Listening on \S+:(\d+)`,
    });
  });

  it('reads the packages of a Python program, for the platforms that run it with Python', () => {
    const text = [
      'id: a',
      'process:',
      '  command: [python, -m, app]',
      '  python: { lock: requirements.lock, version: 3.10 }',
      '  platforms:',
      '    darwin: { python: { lock: requirements.darwin.lock } }',
      '    win32: { command: [app.exe] }',
    ].join('\n');
    expect(parse(text).process).toMatchObject({
      command: ['python', '-m', 'app'],
      python: { lock: 'requirements.lock', version: '3.10' },
    });
    expect(parse(text, 'darwin').process?.python).toEqual({ lock: 'requirements.darwin.lock' });
    expect(parse(text, 'win32').process?.python).toBeUndefined();
  });

  it('takes a Python that names no packages as any other program', () => {
    expect(parse('id: a\nprocess: { command: [python, server.py] }').process?.python).toBeUndefined();
  });

  it('reads where downloads are kept', () => {
    const cache = (text: string) => parse(`id: a\ndocker: { image: a }\ncache: ${text}`).cache;
    expect(cache('{ variable: A_CACHE, volume: a_cache, layout: whole }')).toEqual({
      variable: 'A_CACHE',
      volume: 'a_cache',
      layout: 'whole',
    });
    expect(cache('{ variable: A_CACHE }')).toEqual({ variable: 'A_CACHE', layout: 'items' });
  });

  it('leaves the process engine out where there is no command for the platform', () => {
    const text = 'id: a\nprocess: { platforms: { linux: { command: [./a] } } }\ndocker: { image: a }';
    expect(parse(text, 'linux').engines).toEqual(['docker', 'process']);
    expect(parse(text, 'darwin')).toMatchObject({ engines: ['docker'], process: undefined });
  });

  it('reads a service that somebody else runs', () => {
    expect(parse(fixture('remote'))).toMatchObject({
      engines: ['remote'],
      url: 'https://farm.example.org/api',
      docker: undefined,
      version: '0.0.0',
    });
  });

  it('reads the old static form: port, path of the health check, requirements', () => {
    expect(parse(fixture('static'))).toMatchObject({
      id: 'moo-service',
      name: 'Moo Service',
      capabilities: ['text-to-text'],
      engines: ['docker'],
      docker: { composeFile: 'docker-compose.yml', serviceName: 'moo', image: 'moo:latest', containerPort: 8080 },
      readiness: { path: '/health', timeoutMs: 60_000 },
      environment: { ENV_VAR: 'value' },
      limits: { memoryBytes: 8 * 1024 ** 3 },
      gpu: true,
      idleStopMs: 300_000,
      critical: false,
      liveness: { intervalMs: 10_000, timeoutMs: 5000, misses: 3 },
      about: expect.objectContaining({ license: 'MIT' }),
    });
  });

  it.each([
    ['{ url: /up, interval: 1m30s, timeout: 500ms, retries: 5 }', { intervalMs: 90_000, timeoutMs: 500, misses: 5 }],
    ['{ url: /up, interval: 30 }', { intervalMs: 30_000 }],
    ['{ url: /up, interval: soon, timeout: 5d, retries: many }', undefined],
    ['{ url: /up, interval: 0s, retries: 0 }', undefined],
    ['/up', undefined],
  ])('reads how the health check %s looks at a running service', (text, liveness) => {
    expect(parse(`name: a\nimage: a\nhealthCheck: ${text}`).liveness).toEqual(liveness);
  });

  it('knows the variables of the original core for its own services', () => {
    expect(parse('name: chatterbox-service\nimage: a').urlVariables).toEqual(['CHATTERBOX_DOCKER_URL']);
    expect(parse('name: cow-service\nimage: a').urlVariables).toEqual([]);
    expect(parse('id: ollama-service\nimage: a\nengines: [docker]').urlVariables).toEqual([]);
  });

  it('reads ports and health check at the top, and a host port', () => {
    expect(parse(fixture('static-top'))).toMatchObject({
      id: 'my-service',
      docker: { composeFile: './docker-compose.yml', serviceName: 'web', containerPort: 80, hostPort: 8081 },
      readiness: { path: '/api/tags' },
    });
  });

  it('reads the dynamic form with a relative endpoint, also at the top', () => {
    expect(parse(fixture('dynamic'))).toMatchObject({ readiness: { path: '/health' } });
    expect(parse('name: a\nimage: a\nhealthCheck: { endpoint: /up }')).toMatchObject({ readiness: { path: '/up' } });
    expect(parse(fixture('dynamic')).docker?.containerPort).toBeUndefined();
  });

  it.each([
    ['docker: { image: a, volumes: [./data:/data] }', ['./data:/data']],
    ['image: a\nvolumes: [data:/data]', ['data:/data']],
    ['docker: { image: a, volumes: [] }', undefined],
    ['docker: { image: a, composeFile: docker-compose.yml, volumes: [data:/data] }', undefined],
  ])('keeps the volumes of an image alone: %j', (text, volumes) => {
    expect(parse(`name: a\n${text}`).docker?.volumes).toEqual(volumes);
  });

  it('reads the published form: port 0 and a placeholder in the address', () => {
    expect(parse(fixture('published'))).toMatchObject({
      readiness: { path: '/health' },
      docker: { containerPort: undefined, hostPort: undefined },
    });
  });

  it('takes the name as id and the image as service when there is nothing else', () => {
    expect(parse(fixture('image-only'))).toMatchObject({
      id: 'image-only-service',
      name: 'Image Only Service',
      engines: ['docker'],
      docker: {
        image: 'example/moo:2',
        composeFile: undefined,
        serviceName: 'image-only-service',
        containerPort: 80,
      },
    });
  });

  it('never lets a requirement lower what a service may use', () => {
    expect(parse(fixture('llm')).limits).toEqual({ memoryBytes: 4 * 1024 ** 3 });
  });

  it('assumes the compose file beside an old manifest that names none', () => {
    expect(parse('name: moo').docker).toEqual({ composeFile: 'docker-compose.yml', serviceName: 'moo' });
  });

  it('takes numbers in any notation as sizes', () => {
    expect(parse('id: a\nurl: http://a\nlimits: { maxInputBytes: 1e6, memory: 0x100 }').limits).toMatchObject({
      maxInputBytes: 1_000_000,
      memoryBytes: 256,
    });
  });

  it.each([
    ['required', true],
    ['nvidia', true],
    ['optional', false],
    ['false', false],
  ])('reads an old GPU requirement "%s" as %s', (word, gpu) => {
    expect(parse(`name: a\nrequirements: { gpu: '${word}' }`).gpu).toBe(gpu);
  });

  it.each([
    ['8080', 8080, undefined],
    ['"8080:80"', 80, 8080],
    ['"${MOO_HOST_PORT:-0}:80"', 80, undefined],
    ['"[::1]:8080:80"', 80, 8080],
    ['"0:80/tcp"', 80, undefined],
  ])('reads the port %s', (written, containerPort, hostPort) => {
    expect(parse(`name: a\nports: [${written}]`).docker).toMatchObject({ containerPort, hostPort });
  });
});
