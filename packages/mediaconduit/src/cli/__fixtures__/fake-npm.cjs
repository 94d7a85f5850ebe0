// Stands for npm on the PATH: FAKE_NPM names a file that says what registries have and what comes of each trial.
const { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const world = JSON.parse(readFileSync(process.env.FAKE_NPM, 'utf8'));
const [command, ...words] = process.argv.slice(2);
const specs = words.filter((word) => !word.startsWith('--'));
const overrides = existsSync('package.json') ? JSON.parse(readFileSync('package.json', 'utf8')).overrides : undefined;
const npmrc = existsSync('.npmrc') ? readFileSync('.npmrc', 'utf8') : undefined;
appendFileSync(
  `${process.env.FAKE_NPM}.calls`,
  `${JSON.stringify({ command, words, cwd: process.cwd(), npmrc, overrides })}\n`,
);

function fail(code, summary, detail = '') {
  process.stdout.write(JSON.stringify({ error: { code, summary, detail } }));
  process.exit(1);
}

function split(spec) {
  const at = spec.indexOf('@', 1);
  return at < 0 ? [spec, 'latest'] : [spec.slice(0, at), spec.slice(at + 1)];
}

function find(spec) {
  const [name, range] = split(spec);
  const known = world.packages[name];
  if (!known) return fail('E404', `Not Found - GET ${name}`);
  const version = known.tags?.[range] ?? range.replace(/^\^/, '');
  const manifest = known.versions[version];
  return manifest ? { name, version, manifest } : fail('ETARGET', `No matching version found for ${spec}.`);
}

function view([spec, ...fields]) {
  if (world.unreachable) fail('ECONNREFUSED', 'request to the registry failed');
  if (fields.includes('versions')) {
    const known = world.packages[spec];
    if (!known) fail('E404', `Not Found - GET ${spec}`);
    return { name: spec, version: known.tags.latest, versions: Object.keys(known.versions), 'dist-tags': known.tags };
  }
  const { manifest, name, version } = find(spec);
  return { name, version, ...Object.fromEntries(fields.slice(2).map((field) => [field, manifest[field]])) };
}

function write(folder, name, content) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), content);
}

function install(specs) {
  const found = specs.map((spec) => {
    if (!spec.startsWith('/')) return find(spec);
    const manifest = JSON.parse(readFileSync(join(spec, 'package.json'), 'utf8'));
    return { name: manifest.name, version: manifest.version, manifest };
  });
  const ours = ['@mediaconduit/mediaconduit', '@mediaconduit/testkit'];
  const project = JSON.parse(readFileSync('package.json', 'utf8'));
  const dependencies = { ...project.dependencies };
  for (const { name, version } of found) dependencies[name] = version;
  const provider = found.find(({ name }) => !ours.includes(name));
  const trial = world.trials[`${provider?.name ?? 'core'} with ${dependencies[ours[0]]}`] ?? {};
  if (trial.hang === 'install') return hang();
  if (trial.npm) fail(trial.npm.code, trial.npm.summary, trial.npm.detail);
  for (const { manifest, name, version } of found)
    write(join('node_modules', name), 'package.json', JSON.stringify({ ...manifest, name, version }));
  const core = join('node_modules', ours[0]);
  const program = `require(${JSON.stringify(join(__dirname, 'fake-core.cjs'))})`;
  write(core, 'trial.json', JSON.stringify(trial));
  write(core, 'index.js', `module.exports = ${program};`);
  write(join(core, 'bin'), 'mediaconduit.js', `${program}.main();`);
  write('.', 'package.json', JSON.stringify({ ...project, dependencies }));
  return {};
}

function hang() {
  writeFileSync(`${process.env.FAKE_NPM}.pid`, String(process.pid));
  setInterval(() => undefined, 60_000);
}

const answer = command === 'view' ? view(specs) : install(specs);
if (answer !== undefined) process.stdout.write(JSON.stringify(answer));
