import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import type { Variables } from '../../config/interpolate';
import type { ComposeGroup } from '../compose-group';
import { ComposeScope } from '../compose-scope';
import type { ComposeService } from '../compose-service';
import { parseCompose } from '../parse-compose';

/** A service folder with a few files, and a link that leads out of it. */
export interface ComposeFolder extends AsyncDisposable {
  readonly path: string;
  write: TemporaryFolder['write'];
  /** The service `web` of a file of this text. */
  parse(text: string, variables?: Variables): ComposeService & Pick<ComposeGroup, 'warnings'>;
  /** The same, with what it needs beside it. */
  parseGroup(text: string, variables?: Variables): ComposeGroup;
}

export async function composeFolder(): Promise<ComposeFolder> {
  const folder = await temporaryFolder();
  await folder.write('Dockerfile', 'FROM scratch\n');
  await folder.write('file.txt', 'content');
  await folder.write('folder/inner.txt', 'inner');
  await folder.write(
    'service.env',
    'export A=1\n# comment\nB="two\\nlines" # rest\nC=\'$raw\'\nD=plain # comment\nbroken\n',
  );
  await symlink('/etc', path.join(folder.path, 'link-out'));
  const parseGroup: ComposeFolder['parseGroup'] = (text, variables = {}) =>
    parseCompose(text, 'web', new ComposeScope('compose.yml', folder.path, folder.path, variables));
  return {
    path: folder.path,
    write: (name, content) => folder.write(name, content),
    parseGroup,
    parse: (text, variables) => {
      const { main, warnings } = parseGroup(text, variables);
      return { ...main, warnings };
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}
