import { createHash } from 'node:crypto';

const PREFIX = 'io.mediaconduit.';

/** Which home a container, image or volume belongs to; the engine is asked by it what is ours. */
export const HOME_LABEL = `${PREFIX}home`;

/** Id of the service a container runs. */
export const SERVICE_LABEL = `${PREFIX}service`;

/** Which of several published ports answers requests. */
export const PORT_LABEL = `${PREFIX}port`;

/** Name in the compose file of a volume that holds what its service has downloaded. */
export const CACHE_LABEL = `${PREFIX}cache`;

/** Name in the compose file of any other volume. */
export const VOLUME_LABEL = `${PREFIX}volume`;

/** Hash of all that the container was made from. */
export const SPEC_LABEL = `${PREFIX}spec`;

/** How many times this process had started the service, this time included. */
export const GENERATION_LABEL = `${PREFIX}generation`;

/** Process id of the maker, where there are no kernel locks to tell whether a container is in use. */
export const OWNER_LABEL = `${PREFIX}owner`;

/** Name of the container that a group of containers and its networks belong to; that container carries it, too. */
export const GROUP_LABEL = `${PREFIX}group`;

/** Name in the compose file of a container that belongs to a group. */
export const MEMBER_LABEL = `${PREFIX}member`;

/** What the end of a container means for its group: `main`, `needed`, `job` or `optional`. */
export const ROLE_LABEL = `${PREFIX}role`;

/** Members of a group stop in the order of their levels, the highest first. */
export const LEVEL_LABEL = `${PREFIX}level`;

/**
 * Labels of an image. Containers inherit them, so they must differ from those of containers: somebody may run one of
 * our images by hand.
 */
export const IMAGE_LABELS = {
  home: `${PREFIX}image.home`,
  service: `${PREFIX}image.service`,
  /** Hash of the build context. */
  context: `${PREFIX}image.context`,
} as const;

/** True for labels that say whose an object is: a compose file may not set them. */
export function isReservedLabel(name: string): boolean {
  return name.startsWith(PREFIX) || name.startsWith('com.docker.');
}

/** The filter for everything of one home, in the engine's `key=value` form. */
export function homeFilter(homeId: string): string {
  return `${HOME_LABEL}=${homeId}`;
}

/** The filter for everything of one group. */
export function groupFilter(group: string): string {
  return `${GROUP_LABEL}=${group}`;
}

/** Whole names have room for several parts. */
const LONGEST = 40;

/** A part of the path of an image: the strictest of all names. */
const VALID = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/;

/**
 * The part of an engine name that comes from us. What is too long, or has separators where the engine takes none, gets a
 * hash: two texts that differ in what is left out stay apart.
 */
export function nameSafe(text: string): string {
  const safe = text.toLowerCase().replace(/[^a-z0-9_.-]+/g, '-');
  if (safe.length <= LONGEST && VALID.test(safe)) return safe;
  const parts = safe.replace(/[_.-]{2,}/g, '-').replace(/^[_.-]/, '');
  const readable = parts.slice(0, LONGEST - 9).replace(/[_.-]$/, '');
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return readable === '' ? hash : `${readable}-${hash}`;
}
