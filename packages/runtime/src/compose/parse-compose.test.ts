import { composeFolder, type ComposeFolder } from './__fixtures__/compose-folder';

describe('parseCompose', () => {
  let folder: ComposeFolder;

  beforeAll(async () => {
    folder = await composeFolder();
  });

  afterAll(() => folder[Symbol.asyncDispose]());

  const web = (yaml: string, variables: Readonly<Record<string, string>> = {}) =>
    folder.parse(`volumes: { data: }\nservices:\n  web:\n    image: x\n${yaml.replace(/^/gm, '    ')}\n`, variables);

  it('reads a file of the first generation and says what it does not apply', () => {
    const service = folder.parse(
      [
        'version: "3.8"',
        'services:',
        '  web:',
        '    build: .',
        '    container_name: old',
        '    restart: always',
        '    ports: ["8080:80"]',
        '    environment: { PORT: 80, DEBUG: true, RATIO: 3.10 }',
        '    healthcheck: { test: ["CMD-SHELL", "curl -f http://localhost:80/health || exit 1"], interval: 30s }',
        'networks: { default: { driver: bridge } }',
      ].join('\n'),
    );
    expect(service).toMatchObject({
      build: { context: folder.path, dockerfile: 'Dockerfile' },
      ports: [{ target: 80, published: 8080, protocol: 'tcp' }],
      environment: { PORT: '80', DEBUG: 'true', RATIO: '3.10' },
    });
    expect(service.warnings.map((warning) => warning.replace(/ is not applied.*/, ''))).toEqual([
      'compose.yml:5:5: container_name',
      'compose.yml:6:5: restart',
      'compose.yml:9:5: healthcheck',
    ]);
  });

  it.each([
    ['"80"', [{ target: 80, protocol: 'tcp' }]],
    ['80', [{ target: 80, protocol: 'tcp' }]],
    ['"${X_HOST_PORT:-0}:80"', [{ target: 80, protocol: 'tcp' }]],
    ['"127.0.0.1::80"', [{ target: 80, protocol: 'tcp' }]],
    ['"127.0.0.1:5000:80/udp"', [{ target: 80, protocol: 'udp', published: 5000 }]],
    ['"[::1]:5000:80"', [{ target: 80, protocol: 'tcp', published: 5000 }]],
    ['"5000-5001:80-81"', [80, 81].map((target, index) => ({ target, protocol: 'tcp', published: 5000 + index }))],
    [
      '{ target: 80, published: "5000", host_ip: 127.0.0.1, protocol: tcp, mode: host }',
      [{ target: 80, protocol: 'tcp', published: 5000 }],
    ],
  ])('reads the port %s', (port, ports) => {
    expect(web(`ports: [${port}]`).ports).toEqual(ports);
  });

  it.each(['"70000"', '"80:"', '"a:80"', '"1-2:80"', '"1-100"', '{ published: 80 }'])(
    'does not take the port %s',
    (port) => {
      expect(() => web(`ports: [${port}]`)).toThrow(/compose.yml:5:/);
    },
  );

  it('publishes on 127.0.0.1 whatever address the file names, and says so', () => {
    expect(web('ports: ["0.0.0.0:8080:80"]').warnings[0]).toContain('published on 127.0.0.1 instead of 0.0.0.0');
  });

  it('reads volumes, tmpfs, configs and secrets', () => {
    const text = [
      'volumes: { data: }',
      'configs: { c: { file: file.txt } }',
      'secrets: { s: { file: ./folder/inner.txt } }',
      'services:',
      '  web:',
      '    image: x',
      '    volumes: ["data:/data:ro", "/anonymous", "./folder:/fixed:ro", "./folder:/copied", { type: tmpfs, target: /t, tmpfs: { size: 1m } }]',
      '    tmpfs: ["/run:size=64k,mode=755"]',
      '    configs: [c]',
      '    secrets: [{ source: s, target: token }]',
    ].join('\n');
    expect(folder.parse(text).mounts).toEqual([
      { kind: 'volume', name: 'data', target: '/data', readOnly: true },
      { kind: 'volume', target: '/anonymous', readOnly: false },
      { kind: 'bind', source: `${folder.path}/folder`, target: '/fixed' },
      { kind: 'volume', name: 'bind-folder', target: '/copied', readOnly: false, seed: `${folder.path}/folder` },
      { kind: 'tmpfs', target: '/t', sizeBytes: 1024 ** 2 },
      { kind: 'tmpfs', target: '/run', sizeBytes: 64 * 1024, mode: '755' },
      { kind: 'bind', source: `${folder.path}/file.txt`, target: '/c' },
      { kind: 'bind', source: `${folder.path}/folder/inner.txt`, target: '/run/secrets/token' },
    ]);
  });

  it('reads environment files, which the environment wins over', () => {
    const { environment } = web(
      'environment: ["A=own", "FROM_CALL"]\nenv_file: [service.env, { path: absent.env, required: false }]',
      {
        FROM_CALL: 'call',
      },
    );
    expect(environment).toEqual({ A: 'own', B: 'two\nlines', C: '$raw', D: 'plain', FROM_CALL: 'call' });
  });

  it('fills in environment files, and leaves raw ones and single quotes as they are', async () => {
    await folder.write('filled.env', 'BASE=/srv\nPATHS="${BASE}/x:$CALL:\\$1"\nLITERAL=\'${BASE}\'\nCALL\nNOBODY\n');
    const { environment } = web('env_file: filled.env', { CALL: 'call' });
    expect(environment).toEqual({ BASE: '/srv', PATHS: '/srv/x:call:$1', LITERAL: '${BASE}', CALL: 'call' });
    const raw = web('env_file: [{ path: filled.env, format: raw }]').environment;
    expect([raw['PATHS'], raw['LITERAL']]).toEqual(['"${BASE}/x:$CALL:\\$1"', "'${BASE}'"]);
    expect(() => web('env_file: [{ path: filled.env, format: yaml }]')).toThrow(/has to be raw/);
  });

  it('reads the parts of long mounts', () => {
    const mounts = [
      '{ type: volume, source: data, target: /a, volume: { nocopy: true } }',
      '{ type: bind, source: ./folder, target: /b, read_only: true, bind: { propagation: rprivate, create_host_path: false } }',
      '{ type: tmpfs, target: /c, tmpfs: { size: 1m, mode: 0o750 } }',
      'data:/d:nocopy',
    ];
    expect(web(`volumes: [${mounts.join(', ')}]`).mounts).toEqual([
      { kind: 'volume', name: 'data', target: '/a', readOnly: false, noCopy: true },
      { kind: 'bind', source: `${folder.path}/folder`, target: '/b' },
      { kind: 'tmpfs', target: '/c', sizeBytes: 1024 ** 2, mode: '750' },
      { kind: 'volume', name: 'data', target: '/d', readOnly: false, noCopy: true },
    ]);
    expect(() => web('volumes: [{ type: bind, source: ., target: /x, tmpfs: { size: 1 } }]')).toThrow(
      /does not belong/,
    );
  });

  it('gives one volume to all who bind the same folder, and another to every other folder', () => {
    const { mounts } = web('volumes: ["./folder:/a", "./folder:/b", "./a/b:/c", "./a-b:/d", ".:/e"]');
    const names = mounts.map((mount) => (mount.kind === 'volume' ? mount.name : undefined));
    expect(names.slice(0, 2)).toEqual(['bind-folder', 'bind-folder']);
    expect(new Set(names).size).toBe(4);
  });

  it('never reads the environment of the process', () => {
    const { environment, warnings } = web('environment: ["PATH", "H=${HOME}x"]');
    expect(environment).toEqual({ H: 'x' });
    expect(warnings[0]).toContain('the variable HOME is not set');
  });

  it('reads commands, times, sizes, limits and GPUs', () => {
    const yaml = [
      `command: node "my server.js" --name 'a b'`,
      'entrypoint: ["/bin/sh", "-c"]',
      'stop_grace_period: 1m30s',
      'stop_signal: SIGINT',
      'shm_size: 1.5gb',
      'ulimits: { nofile: { soft: 1, hard: 2 }, core: -1 }',
      'deploy: { resources: { limits: { memory: 512M, cpus: "0.5", pids: 50 }, reservations: { devices: [{ driver: nvidia, count: 1, capabilities: [gpu] }] } } }',
      'user: "1000:1000"',
      'working_dir: /app',
      'expose: ["3000", 3001/tcp]',
      'init: false',
      'profiles: [gpu]',
      'labels: { maintainer: me }',
      'x-note: anything',
    ].join('\n');
    expect(web(yaml)).toMatchObject({
      command: ['node', 'my server.js', '--name', 'a b'],
      entrypoint: ['/bin/sh', '-c'],
      stopGraceMs: 90_000,
      stopSignal: 'SIGINT',
      shmSizeBytes: 1.5 * 1024 ** 3,
      ulimits: [
        { name: 'nofile', soft: 1, hard: 2 },
        { name: 'core', soft: -1, hard: -1 },
      ],
      ...{
        memoryBytes: 512 * 1024 ** 2,
        cpus: 0.5,
        pids: 50,
        user: '1000:1000',
        workingDir: '/app',
        expose: [3000, 3001],
      },
      gpus: [{ driver: 'nvidia', count: 1, deviceIds: [], capabilities: ['gpu'] }],
      labels: { maintainer: 'me' },
    });
  });

  it.each(['gpus: all', 'runtime: nvidia'])('takes %s as all GPUs', (yaml) => {
    expect(web(yaml).gpus).toEqual([{ driver: 'nvidia', count: -1, deviceIds: [], capabilities: ['gpu'] }]);
  });

  it('takes the only service when the name is another one, and says so', () => {
    const service = folder.parse('services: { server: { image: x } }');
    expect([service.name, service.warnings[0]]).toEqual(['server', expect.stringContaining('is the only one')]);
  });

  it('names the services there are when there is none of the name', () => {
    expect(() => folder.parse('services: { weg: { image: x }, other: { image: y } }')).toThrow(
      expect.objectContaining({ code: 'MC_COMPOSE_INVALID', hint: expect.stringContaining('"weg"') }),
    );
  });

  it.each([
    ['more than 64 KiB', `x-a: ${'a'.repeat(66_000)}`, /larger than/],
    ['many aliases', `x-a: &a 1\nx-b: [${Array(21).fill('*a').join(', ')}]`, /more than 20 times/],
    [
      'an alias bomb',
      `x-a: &a [${'1,'.repeat(60)}]\nx-b: &b [${'*a,'.repeat(9)}]\nx-c: [${'*b,'.repeat(9)}]`,
      /more than 2000 values/,
    ],
    ['an alias of itself', 'x-a: &a [*a]', /no anchor|nested|values|times/],
    ['deep nesting', `x-a: ${'['.repeat(60)}${']'.repeat(60)}`, /nested/],
    ['broken YAML', 'services: [', /compose.yml:1:/],
    ['two keys of one name', 'services: {}\nservices: {}', /compose.yml:2:/],
    ['a list at the top', '- x', /has to be a map/],
    ['nothing', '', /has to be a map/],
    ['no services', 'version: "3"', /has no services/],
    ['an unknown anchor', 'services: *nothing', /compose.yml:1:/],
    [
      'a variable that is needed',
      'services: { web: { image: "${TAG:?which one}" } }',
      /the variable TAG is needed: which one/,
    ],
    ['an undeclared volume', 'services: { web: { image: x, volumes: ["other:/x"] } }', /does not declare/],
    ['an image that is none', 'services: { web: { image: "a b" } }', /name of an image/],
  ])('does not take a file with %s', (_, text, message) => {
    expect(() => folder.parse(text)).toThrow(
      expect.objectContaining({ code: 'MC_COMPOSE_INVALID', message: expect.stringMatching(message) }),
    );
  });
});
