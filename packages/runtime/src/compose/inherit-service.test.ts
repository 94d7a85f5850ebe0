import { composeFolder, type ComposeFolder } from './__fixtures__/compose-folder';

describe('extends', () => {
  let folder: ComposeFolder;

  beforeAll(async () => {
    folder = await composeFolder();
  });

  afterAll(() => folder[Symbol.asyncDispose]());

  const web = (base: string, own: string, ext = 'base') =>
    folder.parse(
      `volumes: { data: }\nservices:\n  base: { image: x, ${base} }\n  web: { extends: ${ext}${own && `, ${own}`} }\n`,
    );

  it.each(['base', '{ service: base }'])('takes everything of the other service (%s)', (ext) => {
    const { name, image, ports } = web('ports: ["80"]', '', ext);
    expect([name, image, ports]).toEqual(['web', 'x', [{ target: 80, protocol: 'tcp' }]]);
  });

  it.each([
    ['maps', 'environment: { A: 1, B: 2 }', 'environment: { B: 3 }', { environment: { A: '1', B: '3' } }],
    ['a list into a map', 'environment: ["A=1", "B=2"]', 'environment: { B: 3 }', { environment: { A: '1', B: '3' } }],
    ['a map into a list', 'labels: { A: 1 }', 'labels: ["A=2", "C=3"]', { labels: { A: '2', C: '3' } }],
    ['lists', 'expose: [1]', 'expose: [2]', { expose: [1, 2] }],
    ['texts and lists', 'env_file: service.env', 'env_file: [service.env]', { environment: { A: '1' } }],
    ['equal ports', 'ports: ["80"]', 'ports: ["80", "81"]', { ports: [{ target: 80 }, { target: 81 }] }],
    [
      'mounts by their target',
      'volumes: ["data:/x:ro"]',
      'volumes: ["/x"]',
      { mounts: [{ target: '/x', readOnly: false }] },
    ],
    [
      'maps in maps',
      'deploy: { resources: { limits: { cpus: 1, pids: 5 } } }',
      'deploy: { resources: { limits: { cpus: 2 } } }',
      { cpus: 2, pids: 5 },
    ],
    [
      'forms of build',
      'build: ./folder',
      'build: { args: { A: b } }',
      { build: { context: expect.stringMatching(/folder$/), args: { A: 'b' } } },
    ],
    ['forms of depends_on', 'depends_on: []', 'depends_on: {}', { dependsOn: [] }],
  ])('merges %s', (_, base, own, expected) => {
    expect(web(base, own)).toMatchObject(expected);
  });

  it('replaces commands and everything that is one value', () => {
    const service = web('command: ["a", "b"], user: "1"', 'command: ["c"], user: "2", image: y');
    expect(service).toMatchObject({ command: ['c'], user: '2', image: 'y' });
  });

  it('keeps what the own service leaves empty', () => {
    expect(web('environment: { A: 1 }', 'environment: ').environment).toEqual({ A: '1' });
  });

  it('follows several steps', () => {
    const text = 'services: { a: { image: x, user: "1" }, b: { extends: a, working_dir: /b }, web: { extends: b } }';
    expect(folder.parse(text)).toMatchObject({ image: 'x', user: '1', workingDir: '/b' });
  });

  it.each([
    ['a circle', 'services: { web: { extends: b }, b: { extends: web } }', /goes in a circle: web → b → web/],
    ['a service that is missing', 'services: { web: { extends: b } }', /no service of the file/],
    ['nothing', 'services: { web: { extends: {} } }', /needs a service/],
  ])('does not take %s', (_, text, message) => {
    expect(() => folder.parse(text)).toThrow(
      expect.objectContaining({ code: 'MC_COMPOSE_INVALID', message: expect.stringMatching(message) }),
    );
  });
});
