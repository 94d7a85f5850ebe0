#!/usr/bin/env node
// Makes a local stand-in for the image ollama/ollama out of the program that ollama.mjs builds, on machines that cannot
// pull it. Does nothing when the image is here or can be pulled.
//
//   node tools/assets/ollama-image.mjs
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { OLLAMA_VERSION, makeOllama } from './ollama.mjs';

export const OLLAMA_IMAGE = `ollama/ollama:${OLLAMA_VERSION}`;
const PULL_TIMEOUT_MS = 60_000;

const DOCKERFILE = `FROM debian:bookworm-slim
LABEL io.mediaconduit.base-image=stand-in
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates libstdc++6 \\
  && apt-get clean && rm -rf /var/lib/apt/lists/*
COPY ollama /usr/bin/ollama
ENV OLLAMA_HOST=0.0.0.0:11434
EXPOSE 11434
ENTRYPOINT ["/bin/ollama"]
CMD ["serve"]
`;

/** Resolves to the image's name when it is there. */
export async function makeOllamaImage() {
  if (succeeds(['image', 'inspect', OLLAMA_IMAGE])) return OLLAMA_IMAGE;
  if (succeeds(['pull', '--quiet', OLLAMA_IMAGE], PULL_TIMEOUT_MS)) return OLLAMA_IMAGE;
  const program = join(await makeOllama({ log: 2 }), 'ollama');
  const folder = mkdtempSync(join(tmpdir(), 'ollama-image-'));
  try {
    copyFileSync(program, join(folder, 'ollama'));
    writeFileSync(join(folder, 'Dockerfile'), DOCKERFILE);
    build(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return OLLAMA_IMAGE;
}

function build(folder) {
  const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].flatMap((name) =>
    process.env[name] ? ['--build-arg', name] : [],
  );
  const args = ['build', '--quiet', ...proxies, '--tag', OLLAMA_IMAGE, folder];
  const { status, stderr } = spawnSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`docker build of ${OLLAMA_IMAGE} failed: ${stderr.trim().split('\n').at(-1)}`);
}

function succeeds(args, timeout) {
  return spawnSync('docker', args, { stdio: 'ignore', timeout }).status === 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    process.stdout.write(`${await makeOllamaImage()}\n`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
