import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assetFolder, makeOnce } from './asset-folder.mjs';

/** The recipe's own version: raise it when the folder is filled in another way. */
const RECIPE = 1;

/** A folder with the jars of a Java program and all that they need, by Maven; `artifacts` are `group:name:version`. */
export async function makeJavaProgram(name, artifacts, { log = 'inherit' } = {}) {
  return makeOnce(assetFolder(name, { artifacts, RECIPE }), (folder) => fetchJars(folder, artifacts, log));
}

function fetchJars(folder, artifacts, log) {
  const missing = [
    ['java', '-version'],
    ['mvn', '-version'],
  ].filter(([program, flag]) => spawnSync(program, [flag], { stdio: 'ignore' }).error);
  if (missing.length > 0)
    throw new Error(`${missing.map(([program]) => program).join(' and ')} not found: install the package maven`);
  const project = mkdtempSync(join(tmpdir(), 'jars-'));
  try {
    writeFileSync(join(project, 'pom.xml'), pomOf(artifacts));
    const args = [
      '-q',
      '-B',
      'dependency:copy-dependencies',
      '-D',
      'includeScope=runtime',
      '-D',
      `outputDirectory=${folder}`,
    ];
    const { status, error } = spawnSync('mvn', args, { cwd: project, stdio: ['ignore', log, log] });
    if (status !== 0) throw new Error(`Maven cannot fetch ${artifacts[0]} (${error?.message ?? status})`);
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

function pomOf(artifacts) {
  const dependencies = artifacts.map((artifact) => {
    const [group, name, version] = artifact.split(':');
    return `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`;
  });
  const own = '<groupId>dev.mediaconduit</groupId><artifactId>jars</artifactId><version>1</version>';
  const head = `<modelVersion>4.0.0</modelVersion>${own}`;
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">${head}<dependencies>${dependencies.join('')}</dependencies></project>\n`;
}
