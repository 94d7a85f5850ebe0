#!/usr/bin/env node
// Builds Ollama from its Go module, once, and prints the folder that holds the program:
//
//   node tools/assets/ollama.mjs
//
// It takes Go, gcc and g++, and some minutes.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assetFolder, makeOnce } from './asset-folder.mjs';

export const OLLAMA_VERSION = '0.17.4';
const MODULE = `github.com/ollama/ollama@v${OLLAMA_VERSION}`;
/**
 * Headers of three C libraries that Ollama keeps in a folder `vendor`, which Go leaves out of a module: from an older
 * Ollama, which had two of them elsewhere, and from a module that brings the third.
 */
const OLDER_OLLAMA = 'github.com/ollama/ollama@v0.9.0';
const AUDIO = 'github.com/gen2brain/malgo@v0.11.23';
/** As Ollama's own releases are linked. */
const LINKED = `-s -w -X=github.com/ollama/ollama/version.Version=${OLLAMA_VERSION} -X=github.com/ollama/ollama/server.mode=release`;
/** The recipe's own version: raise it when the program is built in another way. */
const RECIPE = 1;

/** Where the program is, or will be. */
export function ollamaFolder() {
  const { platform, arch } = process;
  return assetFolder(`ollama-${OLLAMA_VERSION}`, { MODULE, OLDER_OLLAMA, AUDIO, LINKED, RECIPE, platform, arch });
}

/** Resolves to the folder with the program `ollama`. */
export async function makeOllama({ log = 'inherit' } = {}) {
  return makeOnce(ollamaFolder(), (folder) => build(folder, log));
}

function build(folder, log) {
  const missing = ['go', 'gcc', 'g++'].filter((name) => spawnSync(name, ['--help'], { stdio: 'ignore' }).error);
  if (missing.length > 0) throw new Error(`Ollama is built from its Go module; install ${missing.join(', ')}`);
  const headers = mkdtempSync(join(tmpdir(), 'ollama-headers-'));
  try {
    collectHeaders(headers);
    const environment = { GOBIN: folder, GOFLAGS: '-buildvcs=false', CGO_ENABLED: '1', CGO_CPPFLAGS: `-I${headers}` };
    const args = ['-n', '15', 'go', 'install', '-trimpath', `-ldflags=${LINKED}`, MODULE];
    const { status, error } = spawnSync('nice', args, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', log, log],
    });
    if (status !== 0)
      throw new Error(`Ollama cannot be built: go install ${MODULE} failed (${error?.message ?? status})`);
  } finally {
    rmSync(headers, { recursive: true, force: true });
  }
}

function collectHeaders(folder) {
  const older = join(moduleFolder(OLDER_OLLAMA), 'llama/llama.cpp/common');
  copyHeader(join(older, 'json.hpp'), join(folder, 'nlohmann'), 'json.hpp');
  writeFileSync(join(folder, 'nlohmann', 'json_fwd.hpp'), '#include <nlohmann/json.hpp>\n');
  copyHeader(join(older, 'stb_image.h'), join(folder, 'stb'), 'stb_image.h');
  copyHeader(join(moduleFolder(AUDIO), 'miniaudio.h'), join(folder, 'miniaudio'), 'miniaudio.h');
}

function copyHeader(from, folder, name) {
  mkdirSync(folder, { recursive: true });
  copyFileSync(from, join(folder, name));
  chmodSync(join(folder, name), 0o644); // what Go downloads is read-only
}

function moduleFolder(module) {
  const { status, stdout, stderr } = spawnSync('go', ['mod', 'download', '-json', module], { encoding: 'utf8' });
  if (status === 0) return JSON.parse(stdout).Dir;
  throw new Error(
    `Ollama cannot be built: go mod download ${module} failed: ${(stderr || stdout).trim().split('\n').at(-1)}`,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    process.stdout.write(`${await makeOllama({ log: 2 })}\n`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
