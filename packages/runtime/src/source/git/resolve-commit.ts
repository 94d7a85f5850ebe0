import { MediaConduitError } from '@mediaconduit/sdk';
import { fetchObjects, repeated } from './fetch-objects';
import { runGit } from './git-command';
import type { ResolveTask } from './git-task';
import { isCommit } from './parse-git-identifier';

const SHORT_COMMIT = /^[0-9a-f]{7,63}$/i;
const LINE = /^([0-9a-f]{40,64})\t(.+)$/;

/**
 * The commit that a ref is now: the branch of that name, else the tag, else the commit whose hash begins so; without a
 * ref, what the repository's HEAD is.
 * @throws `MC_SOURCE_NOT_FOUND`; another ref is never taken instead.
 */
export async function resolveCommit(task: ResolveTask): Promise<string> {
  const { ref } = task;
  if (ref !== undefined && isCommit(ref)) return findCommit(task, ref, ['--depth=1', '--filter=tree:0'], [ref]);
  const named = await findNamed(task, ref);
  if (named !== undefined) return named;
  if (ref === undefined || !SHORT_COMMIT.test(ref)) throw await notFound(task);
  return findCommit(task, ref, ['--filter=tree:0'], ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*']);
}

async function findNamed(task: ResolveTask, ref: string | undefined): Promise<string | undefined> {
  const names = namesOf(ref);
  const found = await listRefs(task, names);
  return names.map((name) => found.get(`${name}^{}`) ?? found.get(name)).find(Boolean);
}

function namesOf(ref: string | undefined): string[] {
  if (ref === undefined) return ['HEAD'];
  return ref.startsWith('refs/') ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}`];
}

/** What the server says of exactly these names; of an annotated tag the commit too, as `refs/tags/x^{}`. */
async function listRefs(task: ResolveTask, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const asked = names.flatMap((name) => (name === 'HEAD' ? [name] : [name, `${name}^{}`]));
  const output = await repeated(() => runGit(task, ['ls-remote', '--quiet', '--', task.url, ...asked]));
  return new Map(
    output.split('\n').flatMap((line) => {
      const [, commit = '', name = ''] = LINE.exec(line) ?? [];
      return asked.includes(name) ? [[name, commit] as const] : [];
    }),
  );
}

async function findCommit(
  task: ResolveTask,
  ref: string,
  options: readonly string[],
  refs: readonly string[],
): Promise<string> {
  await fetchObjects(task, options, refs);
  try {
    return (await runGit(task, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`])).trim();
  } catch {
    throw await notFound(task);
  }
}

async function notFound(task: ResolveTask): Promise<MediaConduitError> {
  const { repository, ref } = task;
  const what = ref === undefined ? 'has no commits' : `has no branch, tag or commit "${ref}"`;
  return new MediaConduitError('MC_SOURCE_NOT_FOUND', `${repository} ${what}.`, {
    hint: (await shorterRef(task)) ?? 'name one that exists; without a ref it is the default branch',
    facts: { repository, ref },
  });
}

/** For the URL of a folder inside a repository, which a browser shows as `/tree/main/folder`. */
async function shorterRef(task: ResolveTask): Promise<string | undefined> {
  const parts = task.ref?.split('/') ?? [];
  const shorter = parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
  if (shorter.length === 0 || parts[0] === 'refs') return undefined;
  const found = await listRefs(task, shorter.flatMap(namesOf));
  const ref = shorter.find((one) => namesOf(one).some((name) => found.has(name)));
  return ref && `${task.repository}@${ref} exists; a folder inside a repository cannot be named`;
}
