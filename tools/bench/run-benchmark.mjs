// The process of one benchmark; started by bench.mjs.
const benchmarks = {
  'warm-call': () => import('./warm-call.mjs'),
  'process-start': () => import('./process-start.mjs'),
  'docker-start': () => import('./docker-start.mjs'),
  'docker-stack': () => import('./docker-stack.mjs'),
  lookup: () => import('./lookup.mjs'),
  isolation: () => import('./isolation.mjs'),
  bystander: () => import('./bystander.mjs'),
  breaker: () => import('./breaker.mjs'),
  bulkhead: () => import('./bulkhead.mjs'),
  'import-time': () => import('./import-time.mjs'),
  'media-memory': () => import('./media-memory.mjs'),
  'unused-provider': () => import('./unused-provider.mjs'),
  index: () => import('./provider-index.mjs'),
  store: () => import('./store.mjs'),
  install: () => import('./install.mjs'),
  load: () => import('./load.mjs'),
  stall: () => import('./stall.mjs'),
  cancel: () => import('./cancel.mjs'),
  ollama: () => import('./ollama-tokens.mjs'),
  whisper: () => import('./whisper-speech.mjs'),
  ffmpeg: () => import('./ffmpeg-encode.mjs'),
  clone: () => import('./clone.mjs'),
};

const { measure } = await benchmarks[process.argv[2]]();
process.send(await measure());
process.disconnect();
