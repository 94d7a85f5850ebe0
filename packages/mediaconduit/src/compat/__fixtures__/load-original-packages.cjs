// Run in a process of its own: loads each package of a project once, calls a model of it, and prints what came of it.
'use strict';
const { createRequire } = require('node:module');
const { join, resolve } = require('node:path');

const [project, ...names] = process.argv.slice(2);
const load = createRequire(resolve(__dirname, '../../../package.json'));
const core = load('@mediaconduit/mediaconduit');
const { createRuntime } = load('@mediaconduit/runtime');

const MODELS = {
  'cowsay-provider': 'cowsay-default',
  'whisper-provider': 'whisper-base',
  'ollama-provider': 'llama3.2:1b',
  'anthropic-provider': 'claude-haiku',
  'openrouter-provider': 'deepseek/deepseek-chat:free',
  'replicate-provider': 'black-forest-labs/flux-schnell',
  'guide-provider': 'my-model',
};

async function main() {
  console.log = () => undefined; // they tell much
  const runtime = createRuntime({ projectFolder: project, home: join(project, 'home'), engine: 'process' });
  core.setDefaultRuntime(runtime);
  const warnings = [];
  runtime.events.on('provider-warning', ({ provider, message }) => warnings.push(`${provider}: ${message}`));
  const results = {};
  for (const name of names) {
    results[name] = await call(runtime, name).catch(({ code, message, hint }) => ({ code, message, hint }));
  }
  await runtime.close();
  const loaded = Object.keys(require.cache).filter((file) => file.includes('/node_modules/@mediaconduit/'));
  const copies = loaded.filter((file) => file.startsWith(project));
  const compiler = Object.keys(require.cache).some((file) => /node_modules\/esbuild\//.test(file));
  process.stdout.write(JSON.stringify({ results, warnings, copies, compiler }));
}

async function call(runtime, name) {
  const provider = await runtime.providers.getProvider(`./${name}`);
  const model = await provider.getModel(MODELS[name]);
  const input = name === 'whisper-provider' ? new core.Audio(Buffer.from('RIFF')) : new core.Text('hello');
  const output = await model.transform(input, { temperature: 0 });
  const kinds = ['Text', 'Image', 'Audio'].filter((kind) => output instanceof core[kind]);
  return {
    id: provider.id,
    class: provider.constructor.name,
    said: output.content ?? output.text ?? output.data.toString(),
    kind: kinds[0] ?? 'none',
    protocol: output.metadata?.protocol,
  };
}

void main();
