import type { ServiceDefinition } from '@mediaconduit/sdk';
import { serviceDefinition, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const WHEEL = 'moo_words-1.2.0-py3-none-any.whl';

/** The files of a wheel, as PEP 427 wants them. */
const WHEEL_FILES: Readonly<Record<string, string>> = {
  'moo_words.py': 'WORD = "moo"\n',
  'moo_words-1.2.0.dist-info/METADATA': 'Metadata-Version: 2.1\nName: moo-words\nVersion: 1.2.0\n',
  'moo_words-1.2.0.dist-info/WHEEL': 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  'moo_words-1.2.0.dist-info/RECORD':
    'moo_words.py,,\nmoo_words-1.2.0.dist-info/METADATA,,\nmoo_words-1.2.0.dist-info/WHEEL,,\nmoo_words-1.2.0.dist-info/RECORD,,\n',
};

/** Answers with the word of the package, the interpreter and variables that it sees. */
const PROGRAM = `
import http.server, json, os, sys
import moo_words

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        names = ("VIRTUAL_ENV", "SECRET_KEY")
        seen = {name: os.environ.get(name) for name in names}
        body = json.dumps({"word": moo_words.WORD, "python": sys.executable, "prefix": sys.prefix, **seen}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *args):
        pass

server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(f"listening on {server.server_port}")
server.serve_forever()
`;

/** A service in Python with one package, which lies in a folder instead of an index: nothing needs a network. */
export interface PythonService extends AsyncDisposable {
  readonly folder: TemporaryFolder;
  /** A state folder of its own. */
  readonly home: string;
  readonly definition: ServiceDefinition;
  /** Lets pip find the package of the service, and nothing else. */
  readonly environment: NodeJS.ProcessEnv;
  /** Replaces the lock: another environment belongs to it. */
  writeLock(text: string): Promise<void>;
  readonly lock: string;
}

/** Writes the service and its package. */
export async function pythonService(overrides: Partial<ServiceDefinition> = {}): Promise<PythonService> {
  const folder = await temporaryFolder();
  await folder.write('service/app.py', PROGRAM);
  const wheel = await makeWheel(folder);
  const hash = createHash('sha256').update(wheel).digest('hex');
  const lock = `# made by hand\nmoo-words==1.2.0 \\\n    --hash=sha256:${hash}\n`;
  const writeLock = async (text: string): Promise<void> => void (await folder.write('service/requirements.lock', text));
  await writeLock(lock);
  const definition = serviceDefinition({
    folder: path.join(folder.path, 'service'),
    process: {
      command: ['python', 'app.py'],
      python: { lock: 'requirements.lock', version: '>=3.8' },
      port: { log: 'listening on (\\d+)' },
      environment: {},
    },
    ...overrides,
  });
  const own = { PIP_NO_INDEX: '1', PIP_FIND_LINKS: path.join(folder.path, 'wheels'), PIP_CONFIG_FILE: '/dev/null' };
  const home = path.join(folder.path, 'home');
  const environment = { ...process.env, ...own, SECRET_KEY: 'secret' };
  return { folder, home, definition, environment, lock, writeLock, [Symbol.asyncDispose]: folder[Symbol.asyncDispose] };
}

/** Python itself makes the archive. */
async function makeWheel(folder: TemporaryFolder): Promise<Buffer> {
  for (const [name, content] of Object.entries(WHEEL_FILES)) await folder.write(`unpacked/${name}`, content);
  await folder.write('wheels/.keep', '');
  const wheel = path.join(folder.path, 'wheels', WHEEL);
  const roots = [...new Set(Object.keys(WHEEL_FILES).map((name) => name.split('/')[0] ?? ''))];
  execFileSync('python3', ['-m', 'zipfile', '-c', wheel, ...roots], { cwd: path.join(folder.path, 'unpacked') });
  return readFile(wheel);
}
