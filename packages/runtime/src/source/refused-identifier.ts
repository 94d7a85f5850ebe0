import { MediaConduitError } from '@mediaconduit/sdk';
import { escapeControlCharacters } from '../engine/process/escape-control-characters';

const SHOWN_CHARACTERS = 200;
const FORMS =
  'use an installed id (cowsay), a package (@scope/name@^1), github:owner/repository@ref, an https git URL, or a folder (./my-provider)';

/** A kind of spelling that people try, why it is not taken, and what to write instead. */
interface Refusal {
  readonly form: RegExp;
  readonly reason: string;
  readonly hint: (match: RegExpExecArray) => string;
}

/** A repository of GitHub and what is named of it, in the path of a URL. */
const GITHUB_PATH = '([\\w.-]+/[\\w.-]+?)(?:\\.git)?(?:(?:[#@]|/(?:tree|commit)/)([\\w./-]+?))?/?$';
const atGithub = ([, path, ref]: RegExpExecArray): string => `use github:${path}${ref === undefined ? '' : `@${ref}`}`;

const REFUSALS: readonly Refusal[] = [
  {
    form: new RegExp(
      `^(?:git\\+)?(?:http|git|ssh|git\\+ssh)://(?:git@)?(?:www\\.)?github\\.com(?::\\d+)?/${GITHUB_PATH}`,
      'i',
    ),
    reason: 'names a repository by a protocol other than https',
    hint: atGithub,
  },
  {
    form: /^[a-z+]*:\/\/[^/?#\s]*@/i,
    reason: 'holds credentials or a user name, which would end up in lock files and logs',
    hint: () => 'leave them out; set MEDIACONDUIT_GIT_CREDENTIALS=helper for private repositories',
  },
  {
    form: new RegExp(`^(?:git@)?github\\.com[:/]${GITHUB_PATH}`, 'i'),
    reason: 'names a repository without https',
    hint: atGithub,
  },
  {
    form: /^(?:ssh|git|git\+ssh|git\+http|git\+git|git\+file):|^[\w.-]+@[\w.-]+:/i,
    reason: 'names a repository by a protocol other than https',
    hint: () => 'use github:owner/repository, https://host/path.git or git+https://host/path',
  },
  {
    form: /^http:\/\/.*\.git(?![\w-])/i,
    reason: 'names a repository by http, which anybody on the way can change',
    hint: () => 'use the same URL with https',
  },
  {
    form: /^(?:github:|(?:git\+)?https:\/\/(?:www\.)?github\.com(?:[:/?#]|$))/i,
    reason: 'is not a repository of GitHub, or names a ref that git does not allow',
    hint: () => 'use github:owner/repository or its https URL, with @ref for a branch, tag or commit',
  },
  {
    form: /^([A-Za-z0-9][\w-]*\/[\w.][\w.-]*)$/,
    reason: 'could be a repository or a folder',
    hint: ([, path]) => `use github:${path} or ./${path}`,
  },
];

/** The error for a text that {@link parseIdentifier} does not take: why, and which form works instead. */
export function refusedIdentifier(text: string): MediaConduitError {
  const shown = text.slice(0, SHOWN_CHARACTERS).replace(/\/\/[^/?#\s]*@/g, '//***@');
  const { reason, hint } = refusalOf(text.slice(0, 2 * SHOWN_CHARACTERS));
  return new MediaConduitError('MC_IDENTIFIER_INVALID', `"${escapeControlCharacters(shown)}" ${reason}.`, {
    hint,
    facts: { identifier: shown },
  });
}

function refusalOf(text: string): { readonly reason: string; readonly hint: string } {
  for (const { form, reason, hint } of REFUSALS) {
    const match = form.exec(text);
    if (match) return { reason, hint: hint(match) };
  }
  return { reason: 'is not an identifier of a provider or service', hint: FORMS };
}
