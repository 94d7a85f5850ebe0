import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryFolder } from './git-environment';
import type { GitTask } from './git-task';

/** No attribute of a repository changes what its files hold: no filter (LFS), no line ends, no encoding, no `$Id$`. */
const ATTRIBUTES = '* !text !eol !crlf !ident !filter !working-tree-encoding\n';

/** Faults of old tools that harm nobody; everything else that `git fsck` finds refuses the repository. */
const HARMLESS = ['badTimezone', 'missingSpaceBeforeDate', 'zeroPaddedFilemode'];

/** Makes an empty bare repository without running git; a task never meets what another has left. */
export async function createScratchRepository(task: GitTask, credentials = ''): Promise<void> {
  const folder = repositoryFolder(task);
  for (const name of ['info', 'objects', 'refs']) await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, 'HEAD'), 'ref: refs/heads/none\n');
  await writeFile(join(folder, 'info', 'attributes'), ATTRIBUTES);
  await writeFile(join(folder, 'config'), configOf(task) + certificatesOf(process.env) + credentials);
}

function configOf(task: GitTask): string {
  const isSha256 = (task.kind === 'checkout' ? task.commit : (task.ref ?? '')).length === 64;
  return `[core]
	repositoryFormatVersion = ${isSha256 ? 1 : 0}
	bare = true
	hooksPath = ${quoted(join(task.scratch, 'none'))}
	attributesFile = ${quoted(join(task.scratch, 'none'))}
	fsmonitor = false
	symlinks = false
	autocrlf = false
	protectHFS = true
	protectNTFS = true
	bigFileThreshold = 16m
[transfer]
	fsckObjects = true
	bundleURI = false
[fetch]
	recurseSubmodules = false
	unpackLimit = 1
[fetch "fsck"]
${HARMLESS.map((name) => `\t${name} = ignore\n`).join('')}[submodule]
	recurse = false
[gc]
	auto = 0
[maintenance]
	auto = false
[protocol]
	version = 2
[http]
	lowSpeedLimit = 1000
	lowSpeedTime = ${Math.ceil(task.limits.idleMs / 1000)}
[credential]
	helper =
${isSha256 ? '[extensions]\n\tobjectFormat = sha256\n' : ''}`;
}

/** Not every git reads what other programs take for the certificates of a company. */
function certificatesOf({ CURL_CA_BUNDLE, GIT_SSL_CAINFO, SSL_CERT_FILE }: NodeJS.ProcessEnv): string {
  const file = GIT_SSL_CAINFO ?? SSL_CERT_FILE ?? CURL_CA_BUNDLE;
  return file ? `[http]\n\tsslCAInfo = ${quoted(file)}\n` : '';
}

/** A value of a configuration file, whatever it holds. */
export function quoted(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}
