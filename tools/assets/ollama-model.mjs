#!/usr/bin/env node
// Makes the small models that tests run in Ollama, once, and prints their folder: for each a `<name>.gguf` and a
// `<name>.json` with the rest of the body of `POST /api/create`.
//
//   node tools/assets/ollama-model.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assetFolder, makeOnce } from './asset-folder.mjs';
import { encodeTinyModel } from './ollama-tiny-model.mjs';

const LAST = '{{- $last := eq (len (slice $.Messages $index)) 1 }}';
const START = '{{- range $index, $_ := .Messages }}' + LAST + '\n{{ .Role }}: {{ .Content }}';
const CALLS =
  '{{- if .ToolCalls }}{{ range .ToolCalls }}{"name": "{{ .Function.Name }}", "parameters": {{ .Function.Arguments }}}{{ end }}{{ end }}';
/** What is said next is decided by the last piece of the prompt. */
const ANSWER = '{{ if eq $.System "sing" }}<|loop|>{{ else }}<|say|>{{ end }}';
const TOOLS = `{{ if eq .Role "tool" }}<|say|>{{ else if $.Tools }}<|call|>{{ else }}${ANSWER}{{ end }}`;
const TALKER = `${START}${CALLS}{{ if $last }}${TOOLS}{{ end }}{{ end }}`;
const THOUGHT = '{{ if .Thinking }}<think>{{ .Thinking }}</think>{{ end }}';
const THINKER = `${START}${THOUGHT}{{ if $last }}{{ if $.Think }}<|think|>{{ else }}<|say|>{{ end }}{{ end }}{{ end }}`;

/** One thread: several would wait for each other longer than they work. */
const PARAMETERS = { num_ctx: 2048, num_thread: 1 };

/** By name: whether it embeds, and what it is created with. */
const MODELS = {
  'tiny-talker': { body: { template: TALKER, parameters: PARAMETERS } },
  'tiny-thinker': { body: { template: THINKER, parameters: PARAMETERS } },
  'tiny-embedder': { pooling: true, body: { parameters: PARAMETERS } },
};

/** Resolves to the folder with the models. */
export async function makeOllamaModels() {
  const sources = ['ollama-gguf.mjs', 'ollama-tiny-model.mjs'].map((name) =>
    readFileSync(new URL(name, import.meta.url), 'utf8'),
  );
  return makeOnce(assetFolder('ollama-models', { MODELS, sources }), (folder) => {
    for (const [name, { pooling, body }] of Object.entries(MODELS)) {
      writeFileSync(join(folder, `${name}.gguf`), encodeTinyModel(name, { pooling }));
      writeFileSync(join(folder, `${name}.json`), JSON.stringify({ model: name, ...body }, undefined, 2));
    }
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(`${await makeOllamaModels()}\n`);
}
