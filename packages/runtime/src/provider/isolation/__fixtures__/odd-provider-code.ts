const SDK = JSON.stringify(require.resolve('@mediaconduit/sdk'));

/** A provider whose models do what their input says: the faults of which the application is to be spared, and others. */
export const ODD_PROVIDER = `
const fs = require('node:fs');
const { BaseProvider, MediaConduitError, Text, Json, Video, Image, Audio, StreamingModel, createModelStream } = require(${SDK});
const never = new Promise(() => undefined);
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let finish = () => undefined;

const faults = {
  throws() { throw new TypeError('no such cow'); },
  rejects: () => Promise.reject(Object.assign(new Error('no grass'), { status: 418 })),
  'throws text'() { throw 'moo'; },
  typed: () => { throw new MediaConduitError('MC_INPUT_INVALID', 'not a cow', {
    hint: 'give a cow', facts: { animal: 'dog', legs: 4 }, retryable: true, cause: new RangeError('four legs', { cause: new Error('woof') }) }); },
  exits: () => process.exit(3),
  'exits well': () => process.exit(0),
  loops() { for (;;); },
  'throws later': () => { setTimeout(() => { throw new Error('too late'); }, 1); return never; },
  'rejects unseen': () => { Promise.reject(new Error('nobody looked')); return never; },
  'closes files': () => { for (let fd = 0; fd <= 30; fd++) try { fs.closeSync(fd); } catch {} return never; },
  'kills itself': () => { process.kill(process.pid, 'SIGKILL'); return never; },
  'stops itself': () => { process.kill(process.pid, 'SIGSTOP'); return never; },
  'takes bytes'() { const kept = []; for (let at = 0; at < 64; at++) kept.push(Buffer.alloc(67108864, 1)); return never; },
  'takes objects'() { const kept = []; for (;;) kept.push(new Array(1e5).fill({}).map(() => ({}))); },
  'patches objects'() { Object.defineProperty(Object.prototype, 'type', { get: () => 'result', set: () => undefined, configurable: true }); Object.prototype.then = () => undefined; return never; },
  'writes to the sockets'() { fs.writeSync(3, Buffer.alloc(64, 255)); fs.writeSync(4, Buffer.alloc(64, 255)); return never; },
  'poisons objects'() { Object.prototype.then = function (resolve) { resolve(7); }; return 'text'; },
  'cannot be read': () => { throw Object.defineProperty(new Error('the reason'), 'response', { enumerable: true, get() { throw new Error('it was read'); } }); },
  hangs: () => never,
};

const answers = {
  where: () => new Json({ cwd: process.cwd(), files: fs.readdirSync('.'), variables: process.env, pid: process.pid, argv: process.argv.slice(2) }),
  pid: () => new Json(process.pid),
  'starts a child': () => new Json(require('node:child_process').spawn('/bin/sleep', ['600'], { stdio: 'ignore' }).pid),
  'leaves a child': () => new Json(require('node:child_process').spawn('/bin/sleep', ['600'], { stdio: 'ignore', detached: true }).pid),
  'waits for its signal': (options) => new Promise((resolve, reject) => options.signal.addEventListener('abort', () => reject(new Error('heeded')))),
  'film that goes on': () => Video.fromStream(require('node:stream').Readable.from((async function* () { yield Buffer.alloc(1000, 1); await new Promise((resolve) => (finish = resolve)); yield Buffer.alloc(1000, 2); })())),
  finish: () => { finish(); return new Text('finished'); },
};

class Odd {
  constructor(info, provider) { Object.assign(this, { info, provider, id: info.id, name: info.name, capabilities: info.capabilities }); }
  async isAvailable() { return true; }
  async transform(input, options = {}) {
    const text = typeof input === 'string' ? input : input?.content;
    if (faults[text]) return faults[text]();
    if (answers[text]) return answers[text](options);
    return this[this.id](input, options);
  }
  async echo(input, options) {
    if (options.waitMs) await later(options.waitMs);
    if (options.untilAborted) await new Promise((_, reject) => options.signal.addEventListener('abort', () => reject(options.signal.reason)));
    if (options.report) for (let completed = 1; completed <= 3; completed++) options.onProgress({ phase: 'compute', message: 'moo', completed, total: 3 });
    if (options.ask) return new Json(await options.confirm({ text: 'Download it?', sizeBytes: 7 }));
    if (options.look) return new Json({ input, options: { ...options } });
    if (options.configured) return new Json(this.provider.config.greeting);
    return typeof input === 'string' ? new Text(input) : input;
  }
  async film(input, { as, sizeBytes = 0 }) {
    const data = as === 'memory' && (await input.bytes());
    if (as === 'facts') return new Json({ kind: input.kind, type: (await input.type()).mimeType, sizeBytes: await input.sizeBytes(), fileName: input.fileName, localPath: input.localPath, inMemory: input.inMemory, metadata: input.metadata });
    if (as === 'twice') return new Json([(await input.bytes()).length, (await input.bytes()).length]);
    if (as === 'memory') return new Video(data, 'mp4', { width: 3 });
    if (as === 'same') return input;
    if (as === 'broken') return Video.fromStream(require('node:stream').Readable.from((async function* () { yield Buffer.alloc(10); throw new MediaConduitError('MC_DISK_FULL', 'no space', { hint: 'free some' }); })()));
    if (as === 'none') return new Text('not read');
    const film = Video.fromStream(input.stream());
    film.lineage = { provider: 'odd', inputs: [input] };
    return film;
  }
  stream(input, options = {}) {
    if (input === 'odd events') return (async function* () { yield 'text'; yield undefined; yield 7; })();
    const count = Number(input);
    const model = this;
    return createModelStream(async function (signal, report) {
      return (async function* () {
        for (let at = 0; at < count; at++) {
          signal.throwIfAborted();
          if (options.fail === at) throw new MediaConduitError('MC_SERVICE_ERROR', 'broke off');
          if (options.exit === at) process.exit(4);
          model.provider.told = at;
          yield options.bytes ? { type: 'bytes', bytes: Buffer.alloc(options.bytes, at) } : { type: 'text-delta', text: String(at) };
        }
        return new Text('all ' + count);
      })();
    }, options.signal);
  }
}

module.exports = class OddProvider extends BaseProvider {
  createModel(info) { return new Odd(info, this); }
  async refreshModels() { this.found = [{ id: 'calf', name: 'Calf', capabilities: ['text-to-text'] }]; return this.models; }
  get models() { return [...this.manifest.models, ...(this.found ?? [])]; }
  async getHealth() { return { status: 'healthy', uptime: this.told ?? 0, activeJobs: 0, queuedJobs: 0 }; }
};
`;

/** Its manifest. */
export const ODD_MANIFEST = `contract: 1
id: odd
name: Odd
type: local
capabilities: [text-to-text, video-to-video]
configuration: { environment: { ODD_TOKEN: { required: false } } }
models:
  - { id: echo, name: Echo, capabilities: [text-to-text] }
  - { id: film, name: Film, capabilities: [video-to-video] }
`;
