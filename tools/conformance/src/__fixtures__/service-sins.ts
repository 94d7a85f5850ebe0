import type { RuleSin } from './provider-sins';
import { describedBy, replacing, type Sin } from './sinning-package';

const DEFINITION = 'MediaConduit.service.yml';
const COMPOSE = 'docker-compose.yml';
const inServer = (from: string | RegExp, to: string): Sin => replacing('server.js', from, to);

const named = (file: string, files: ReturnType<Sin>): ReturnType<Sin> => ({ [file]: files[file] });

/** Seen by reading. */
export const DEFINITION_SINS: readonly RuleSin[] = [
  { id: 'MC-S01', sin: replacing(DEFINITION, 'readiness:', 'readyness:'), says: /readyness/ },
  {
    id: 'MC-S02',
    sin: describedBy({ files: ['server.js', DEFINITION, COMPOSE] }),
    says: /Dockerfile is not published/,
  },
  { id: 'MC-S03', sin: replacing(COMPOSE, '${SHOUT_HOST_PORT:-0}:', '8080:'), says: /8080/ },
  { id: 'MC-S04', sin: describedBy({ scripts: { install: 'node setup.js' } }), says: /"install"/ },
  { id: 'MC-S05', sin: replacing(COMPOSE, 'build: .', 'build: .\n    privileged: true'), says: /privileged/ },
  { id: 'MC-S06', sin: replacing('Dockerfile', 'node:20-bookworm-slim', 'node'), says: /node is whatever/ },
  { id: 'MC-S07', sin: replacing('Dockerfile', 'USER node\n', ''), says: /root/ },
  { id: 'MC-S08', sin: describedBy({ keywords: ['cows'] }), says: /keyword/ },
  { id: 'MC-S09', sin: (files) => ({ ...files, 'README.md': undefined }), says: /no README/ },
  {
    id: 'MC-S10',
    sin: (files) => ({
      ...describedBy({ files: ['*'] })(files),
      ...named(
        DEFINITION,
        replacing(DEFINITION, '[node, server.js]', '[python, server.py]\n  python: { lock: requirements.lock }')(files),
      ),
      'server.py': "import os\nos.execvp('node', ['node', 'server.js'])\n",
      'requirements.lock': 'flask==3.0.0 ; python_version < "3"\n', // one that is installed would keep it from starting
    }),
    says: /flask==3.0.0 has no/,
  },
];

/** Seen when it runs. */
export const RUN_SINS: readonly RuleSin[] = [
  { id: 'MC-S20', sin: inServer(/^/, "console.error('no licence');\nprocess.exit(3);\n"), says: /no licence/ },
  {
    id: 'MC-S21',
    sin: inServer(
      /^/,
      "const lock = __dirname + '/server.lock';\nconst { existsSync, rmSync, writeFileSync } = require('node:fs');\nif (existsSync(lock)) process.exit(4);\nwriteFileSync(lock, '');\nprocess.on('exit', () => rmSync(lock));\n",
    ),
    says: /exit code 4/,
  },
  { id: 'MC-S22', sin: inServer('process.exit(0)', 'process.exit(5)'), says: /ended with 5/ },
  {
    id: 'MC-S23',
    sin: inServer("'the body is no JSON object'), { status: 400 }", "'oops'), { status: 500 }"),
    says: /answered 500/,
  },
  { id: 'MC-S24', sin: inServer('413', '400'), says: /answered 400, not 413/ },
  {
    id: 'MC-S25',
    sin: inServer(
      "if (request.url === '/shout')",
      "if (request.url === '/shout' && (server.busy = (server.busy ?? 0) + 1) > 4) throw new Error('too many');\n  if (request.url === '/shout') await new Promise((resolve) => setTimeout(resolve, 300));\n  if (request.url === '/shout') server.busy = 0;\n  if (request.url === '/shout')",
    ),
    says: /at once \d+ fail/,
  },
  { id: 'MC-S26', sin: inServer(/$/, "server.on('clientError', () => process.exit(6));\n"), says: /not ready/ },
  { id: 'MC-S27', sin: inServer('!response.closed', 'true'), says: /works on/ },
];
