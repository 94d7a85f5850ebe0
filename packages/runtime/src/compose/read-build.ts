import { relative, sep } from 'node:path';
import type { ComposeBuild } from './compose-service';
import type { ComposeScope, Field } from './compose-scope';
import { containedPath } from './contained-path';
import { knownEntriesOf, recordOf, textOf } from './read-field';

const REMOTE = /^(?:[a-z][a-z0-9+.-]*:\/\/|git@|github\.com\/)/i;

/** `build:` as a path or a map. The context and the Dockerfile lie in the service's folder. */
export function readBuild(scope: ComposeScope, field: Field): ComposeBuild {
  if (field.node.kind === 'scalar') return { ...contextOf(scope, field), dockerfile: 'Dockerfile', args: {} };
  const known = knownEntriesOf(scope, field, ['context', 'dockerfile', 'args', 'target']);
  const { context } = known.context ? contextOf(scope, known.context) : { context: scope.folder };
  return {
    context,
    dockerfile: known.dockerfile ? dockerfileOf(scope, known.dockerfile, context) : 'Dockerfile',
    args: known.args ? argsOf(scope, known.args) : {},
    ...(known.target ? { target: textOf(scope, known.target) } : {}),
  };
}

function contextOf(scope: ComposeScope, field: Field): { readonly context: string } {
  const text = textOf(scope, field);
  if (REMOTE.test(text)) throw scope.refuse(field, `"${text}" is a build context on another machine`);
  const { path, kind } = containedPath(scope, field, text);
  if (kind !== 'folder') throw scope.invalid(field, `names "${text}", which is no folder`);
  return { context: path };
}

function dockerfileOf(scope: ComposeScope, field: Field, context: string): string {
  const text = textOf(scope, field);
  const { path, kind } = containedPath(scope, field, text, context);
  if (kind !== 'file') throw scope.invalid(field, `names "${text}", which is no file in the build context`);
  const below = relative(context, path).split(sep).join('/');
  if (below.startsWith('../')) throw scope.refuse(field, `"${text}" lies outside the build context`);
  return below;
}

/** An argument without a value is taken from the variables; one that is not known keeps the Dockerfile's default. */
function argsOf(scope: ComposeScope, field: Field): Record<string, string> {
  const args = recordOf(scope, field).flatMap(([name, value]): [string, string][] => {
    const known = value ?? scope.variables[name];
    return known === undefined ? [] : [[name, known]];
  });
  return Object.fromEntries(args);
}
