import { isMediaConduitError } from '@mediaconduit/sdk';
import { parseIdentifier } from './identifier';

/** The form that all spellings of an identifier share, a bare name taken for a package; any other text as it is. */
export function canonicalOf(text: string, folder: string): string {
  try {
    const { canonical, kind } = parseIdentifier(text, folder);
    return kind === 'name' ? `npm:${canonical}` : canonical;
  } catch (error) {
    if (isMediaConduitError(error)) return text;
    throw error;
  }
}
