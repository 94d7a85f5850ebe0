import { createPng } from '@mediaconduit/testkit';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SERVER = join(__dirname, '../../dist/server.cjs');

/** One line of an answer to a task. */
export interface Line {
  readonly type: string;
  readonly completed?: number;
  readonly error?: string;
  readonly code?: string;
  readonly status?: number;
  readonly outputs?: { url: string; fileName: string; contentType: string; sizeBytes: number; metadata: Facts }[];
}

interface Facts {
  readonly format: string;
  readonly duration?: number;
  readonly video?: { readonly width: number; readonly height: number };
  readonly audio?: object;
}

/** See {@link RunningService.sendLong}. */
export const LONG_JOB = '-crf 20';

/** Files by the field of the form, with the name that the client says. */
export type Upload = readonly (readonly [field: string, content: Uint8Array | string, fileName?: string])[];

/** The built service in a child process, with a scratch folder of its own. */
export class RunningService implements AsyncDisposable {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'ffmpeg-service-test-')));
  readonly scratch = join(this.folder, 'scratch');
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  stderr = '';
  url = '';

  constructor(environment: NodeJS.ProcessEnv = {}) {
    const env = { PATH: process.env['PATH'], PORT: '0', SCRATCH_DIR: this.scratch, ...environment };
    this.child = spawn(process.execPath, [SERVER], { env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.exited = once(this.child, 'exit').then(([code]: unknown[]) => (typeof code === 'number' ? code : null));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
  }

  /** Waits for the port, and for ffmpeg to be found or not. */
  static async start(environment?: NodeJS.ProcessEnv): Promise<RunningService> {
    const service = new RunningService(environment);
    const [message] = (await once(service.child, 'message')) as [{ port: number }];
    service.url = `http://127.0.0.1:${message.port}`;
    while ((await (await service.get('/health')).text()).includes('"starting"'));
    return service;
  }

  get(path: string): Promise<Response> {
    return fetch(this.url + path);
  }

  send(path: string, files: Upload, fields: Record<string, string> = {}, init: RequestInit = {}): Promise<Response> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    for (const [field, content, fileName = 'file'] of files) form.append(field, new Blob([content]), fileName);
    return fetch(this.url + path, { method: 'POST', body: form, ...init });
  }

  /** Begins a film of a day; {@link LONG_JOB} is in the command line of its ffmpeg. */
  sendLong(signal?: AbortSignal): Promise<Response> {
    const parameters = JSON.stringify({ seconds: 86_400, crf: 20 });
    return this.send(
      '/v1/tasks/image-to-video',
      [['image', createPng({ width: 16, height: 16 })]],
      { parameters },
      { signal },
    );
  }

  /** All lines of the answer to a task. */
  async task(capability: string, files: Upload, parameters: object = {}): Promise<Line[]> {
    return linesOf(await this.send(`/v1/tasks/${capability}`, files, { parameters: JSON.stringify(parameters) }));
  }

  /** What of jobs is on the disk. */
  jobFolders(): string[] {
    return readdirSync(this.scratch, { recursive: true })
      .map(String)
      .filter((name) => name.includes('job-'));
  }

  /** The programs that the service runs, with their command lines. */
  children(): { readonly pid: number; readonly command: string }[] {
    const own = String(this.child.pid);
    return readdirSync('/proc').flatMap((pid) =>
      parentOf(pid) === own ? [{ pid: Number(pid), command: commandOf(pid) }] : [],
    );
  }

  /** The program with these words in its command line. @throws when there is none */
  childWith(words: string): { readonly pid: number } {
    const found = this.children().find(({ command }) => command.includes(words));
    if (!found) throw new Error(`no program with ${words}`);
    return found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { pid } of this.children()) process.kill(pid, 'SIGKILL');
    this.child.kill('SIGKILL');
    await this.exited;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Reads an answer to a task to its end. */
export async function linesOf(answer: Response): Promise<Line[]> {
  const lines = (await answer.text()).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Line);
}

/** Makes a file with ffmpeg's own sources, and answers its bytes. */
export function media(folder: string, name: string, argv: readonly string[]): Buffer {
  const file = join(folder, name);
  const { error, status, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-y', ...argv, file]);
  if (error) throw new Error(`these tests need ffmpeg: apt-get install ffmpeg (${error.message})`);
  if (status !== 0) throw new Error(stderr.toString());
  return readFileSync(file);
}

/** The switches for a moving picture with a tone. */
export function film(seconds: number, size = '160x120'): string[] {
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=25`];
  const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440'];
  return [...picture, ...sound, '-t', String(seconds), '-pix_fmt', 'yuv420p', '-preset', 'ultrafast'];
}

/** Whether a program still works; one that ended and was not waited for does not. */
export function isRunning(pid: number): boolean {
  return commandOf(String(pid)) !== '';
}

function parentOf(pid: string): string | undefined {
  return /^PPid:\s+(\d+)$/m.exec(read(pid, 'status'))?.[1];
}

function commandOf(pid: string): string {
  return read(pid, 'cmdline').replaceAll('\0', ' ');
}

function read(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return ''; // no process, or it ended meanwhile
  }
}
