#!/usr/bin/env node
// Looks for what the tests of the mesh drive: the programs of PostgreSQL, which Debian keeps outside of the PATH, and Redis.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { requirePrograms } from './require-programs.mjs';

const VERSIONS = '/usr/lib/postgresql';

requirePrograms(['redis-server', 'redis-cli'], { package: 'redis-server', versionFlag: '--version' });
if (process.exitCode === undefined) requirePostgres();

function requirePostgres() {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS) : [];
  if (versions.some((version) => existsSync(join(VERSIONS, version, 'bin', 'initdb')))) return;
  process.stderr.write(`no initdb below ${VERSIONS}: install the package postgresql\n`);
  process.exitCode = 1;
}
