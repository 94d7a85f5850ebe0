import { MediaConduitError } from '@mediaconduit/sdk';
import validate from 'validate-npm-package-name';
import { reasonIfReserved } from './reserved-ids';

/** How a provider is called in every place where it has a name. */
export interface ProviderNames {
  /** `my-thing` */
  readonly id: string;
  /** `My Thing` */
  readonly title: string;
  /** `MyThing` */
  readonly className: string;
  /** `MY_THING` */
  readonly constant: string;
  /** `@acme/my-thing-provider` */
  readonly packageName: string;
}

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const LONGEST_ID = 64;
const SUFFIX = '-provider';

/**
 * The names of a provider, from what its author calls it: `my-thing`, `my-thing-provider` or `@acme/my-thing`.
 * @throws `MC_IDENTIFIER_INVALID` for what npm takes for no name, and for ids that mean something else already.
 */
export function parseProviderName(given: string, scope?: string): ProviderNames {
  const [, ownScope = scope?.replace(/^@?/, '@'), name = ''] = /^(?:(@[^/]*)\/)?(.*)$/s.exec(given.trim()) ?? [];
  const id = name.endsWith(SUFFIX) ? name.slice(0, -SUFFIX.length) : name;
  if (!ID.test(id) || id.length > LONGEST_ID) throw notAnId(given, id);
  const reason = reasonIfReserved(id);
  if (reason !== undefined) {
    throw new MediaConduitError('MC_IDENTIFIER_INVALID', `A provider cannot be called "${id}": ${reason}.`, {
      hint: `choose another name, such as "my-${id}"`,
      facts: { id, reason },
    });
  }
  const packageName = `${ownScope === undefined ? '' : `${ownScope}/`}${id}${SUFFIX}`;
  checkPackageName(packageName);
  const words = id.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return {
    id,
    title: words.join(' '),
    className: words.join(''),
    constant: id.replaceAll('-', '_').toUpperCase(),
    packageName,
  };
}

function notAnId(given: string, id: string): MediaConduitError {
  const nearest = id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
    .slice(0, LONGEST_ID);
  const rule = `small letters, digits and single dashes, with a letter first, ${LONGEST_ID} at the most`;
  return new MediaConduitError('MC_IDENTIFIER_INVALID', `${JSON.stringify(given)} is no name for a provider.`, {
    hint: nearest === '' ? `write it with ${rule}` : `write it with ${rule}, such as "${nearest}"`,
    facts: { name: given },
  });
}

function checkPackageName(name: string): void {
  const { validForNewPackages, errors = [], warnings = [] } = validate(name);
  if (validForNewPackages) return;
  const problem = [...errors, ...warnings].join('; ');
  throw new MediaConduitError('MC_IDENTIFIER_INVALID', `npm takes no package called "${name}": ${problem}.`, {
    hint: 'change the name, or its scope',
    facts: { name, problem },
  });
}
