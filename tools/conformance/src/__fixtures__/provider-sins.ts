import { describedBy, replacing, type Base, type Sin } from './sinning-package';

/** What is broken, in which package. */
export interface RuleSin {
  readonly id: string;
  readonly base?: Base;
  readonly sin: Sin;
  /** Part of what the suite says of it. */
  readonly says: RegExp;
}

const MANIFEST = 'MediaConduit.provider.yml';
const inCode = (from: string | RegExp, to: string): Sin => replacing('index.js', from, to);
const REQUEST = "await this.service.request({ path: '/shout', json: { text, ...options }, ...call })";

/** Seen by reading. */
export const PACKAGE_SINS: readonly RuleSin[] = [
  { id: 'MC-P01', sin: replacing(MANIFEST, 'type: local', 'type: sideways'), says: /sideways|type/ },
  { id: 'MC-P02', sin: replacing(MANIFEST, 'contract: 1', 'contract: 7'), says: /7-7/ },
  { id: 'MC-P03', sin: describedBy({ types: 'types.d.ts' }), says: /types.d.ts/ },
  { id: 'MC-P04', sin: describedBy({ files: ['index.js', 'index.d.ts', 'service'] }), says: /manifest/ },
  { id: 'MC-P05', sin: describedBy({ dependencies: { '@mediaconduit/sdk': '*' } }), says: /any version/ },
  { id: 'MC-P06', sin: describedBy({ scripts: { postinstall: 'node setup.js' } }), says: /postinstall/ },
  { id: 'MC-P07', sin: describedBy({ license: undefined }), says: /licence/ },
  { id: 'MC-P08', sin: replacing('README.md', /```/g, ''), says: /no code/ },
  {
    id: 'MC-P09',
    sin: (files) => ({ ...files, 'service/server.test.js': '', 'service/.env': 'KEY=1' }),
    says: /server.test.js/,
  },
  {
    id: 'MC-P10',
    sin: describedBy({ dependencies: { '@mediaconduit/sdk': '^1.0.0', cow: 'github:o/cow' } }),
    says: /github:o\/cow/,
  },
];

/** Seen when it is loaded. */
export const LOAD_SINS: readonly RuleSin[] = [
  {
    id: 'MC-P11',
    sin: inCode(
      '  createModel',
      "  constructor(context) {\n    super(context);\n    throw new Error('no key');\n  }\n\n  createModel",
    ),
    says: /no key/,
  },
  { id: 'MC-P12', sin: inCode('default: ShoutProvider', 'default: {}'), says: /no class/ },
  {
    id: 'MC-P13',
    sin: inCode('  createModel', "  get capabilities() {\n    return ['text-to-image'];\n  }\n\n  createModel"),
    says: /text-to-image/,
  },
  { id: 'MC-P14', sin: inCode(/$/, "\nprocess.env.SHOUTED = 'yes';\n"), says: /SHOUTED=yes/ },
  { id: 'MC-P15', sin: inCode('  createModel', '  async configure() {}\n\n  createModel'), says: /configure/ },
];

const caught = (what: string): Sin =>
  inCode(
    REQUEST,
    `await this.service.request({ path: '/shout', json: { text, ...options }, ...call }).catch((error) => { ${what} throw error; })`,
  );

/** Seen when it is called. */
export const CALL_SINS: readonly RuleSin[] = [
  {
    id: 'MC-P20',
    sin: inCode('return new Text(result)', "return toMedia('image', Buffer.from(result))"),
    says: /image/,
  },
  { id: 'MC-P21', sin: inCode('  optionsSchema = OPTIONS;\n', ''), says: /optionsSchema/ },
  { id: 'MC-P22', sin: inCode("    await checkMediaType(sound, 'audio', options);\n", ''), says: /asked/ },
  { id: 'MC-P23', sin: inCode('...options }, ...call }', '...options }, timeoutMs: call.timeoutMs }'), says: /10 s/ },
  { id: 'MC-P24', sin: inCode('...options }, ...call }', '...options }, signal: call.signal }'), says: /10 s/ },
  { id: 'MC-P25', sin: caught("if (/NOT|START/.test(error.code)) throw new Error('x');"), says: /no code/ },
  {
    id: 'MC-P26',
    sin: caught("if (/REJECTED|_ERROR/.test(error.code)) throw new Error('x');"),
    says: /400: .*no code/,
  },
  { id: 'MC-P27', sin: inCode("typeof result === 'string'", 'true'), says: /empty object/ },
  {
    id: 'MC-P28',
    base: 'key-provider',
    sin: inCode(
      '  createModel',
      '  getModel(id) {\n    const info = this.models.find((one) => one.id === id);\n    return info ? this.createModel(info) : super.getModel(id);\n  }\n\n  createModel',
    ),
    says: /LOUD_API_KEY/,
  },
  {
    id: 'MC-P29',
    base: 'key-provider',
    sin: inCode(
      '{ signal, timeout: timeoutMs })',
      '{ signal, timeout: timeoutMs }).catch((error) => {\n      error.facts.url = `?key=${this.provider.config.apiKey}`;\n      throw error;\n    })',
    ),
    says: /key stands in the error/,
  },
  {
    id: 'MC-P30',
    sin: inCode(
      'async run(text',
      "async run(text, context) {\n    console.log('shouting');\n    return this.shout(text, context);\n  }\n\n  async shout(text",
    ),
    says: /shouting/,
  },
  {
    id: 'MC-P31',
    sin: inCode(
      '  createModel',
      `  constructor(context) {
    super(context);
    ShoutProvider.alive = (ShoutProvider.alive ?? 0) + 1;
    ShoutProvider.spoilt = false;
  }

  async dispose() {
    ShoutProvider.alive -= 1;
    ShoutProvider.spoilt = ShoutProvider.alive > 0;
  }

  requireService() {
    const service = super.requireService();
    return { request: (request) => service.request(ShoutProvider.spoilt ? { ...request, path: '/gone' } : request) };
  }

  createModel`,
    ),
    says: /answered 404/,
  },
  {
    id: 'MC-P32',
    sin: inCode(
      `    return textOfReply(${REQUEST});`,
      `    this.ending ??= new AbortController();
    call.signal?.addEventListener('abort', () => this.ending.abort());
    const { timeoutMs } = call;
    const { signal } = this.ending;
    return textOfReply(await this.service.request({ path: '/shout', json: { text, ...options }, timeoutMs, signal }));`,
    ),
    says: /of 8 calls fails/,
  },
  {
    id: 'MC-P33',
    sin: inCode(
      'async run(text',
      "async run(text, context) {\n    require('node:fs').mkdtempSync(require('node:os').tmpdir() + '/shout-');\n    return this.shout(text, context);\n  }\n\n  async shout(text",
    ),
    says: /shout-\w+ is left/,
  },
  {
    id: 'MC-P34',
    sin: inCode("message: 'sending', completed, total", "message: 'sending', completed: 2, total: 1"),
    says: /2 of 1/,
  },
  {
    id: 'MC-P35',
    sin: inCode(
      'const file = await formFileOf(sound, { signal: call.signal });',
      "const file = { content: await sound.bytes(), fileName: 'sound.wav' };",
    ),
    says: /MiB/,
  },
  {
    id: 'MC-P36',
    sin: inCode(
      'async run(text',
      "async run(text, context) {\n    if (process.send === undefined) throw new Error('not here');\n    return this.shout(text, context);\n  }\n\n  async shout(text",
    ),
    says: /not here/,
  },
  { id: 'MC-P37', sin: inCode(", description: 'Exclamation marks. Default: 1.'", ''), says: /marks/ },
];
