// ESLint rule: a package imports only those of our packages that its row allows, and no file outside its own folder.
// ESLint's own `no-restricted-imports` sees neither `import()` nor `require()`, hence this one.
import { dirname, relative, resolve, sep } from 'node:path';

const SCOPE = '@mediaconduit/';

export const packageBoundaries = {
  meta: {
    type: 'problem',
    docs: { description: 'keep the dependency direction between the packages of the workspace' },
    schema: [
      {
        type: 'object',
        properties: { root: { type: 'string' }, allowed: { type: 'array', items: { type: 'string' } } },
        required: ['root', 'allowed'],
        additionalProperties: false,
      },
    ],
    messages: {
      package: '{{specifier}} may not be imported here; allowed: {{allowed}}.',
      outside: '{{specifier}} lies outside this package: import the package by its name.',
    },
  },
  create(context) {
    const [{ root, allowed }] = context.options;
    const check = (node) => {
      if (node?.type !== 'Literal' || typeof node.value !== 'string') return;
      const messageId = problemOf(node.value, { root, allowed, filename: context.filename });
      if (messageId)
        context.report({ node, messageId, data: { specifier: node.value, allowed: allowed.join(', ') || 'none' } });
    };
    return {
      ImportDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSExternalModuleReference: (node) => check(node.expression),
      TSImportType: (node) => check(node.source ?? node.argument?.literal),
      'CallExpression[callee.name="require"]': (node) => check(node.arguments[0]),
      'CallExpression[callee.object.name="require"][callee.property.name="resolve"]': (node) =>
        check(node.arguments[0]),
    };
  },
};

function problemOf(specifier, { root, allowed, filename }) {
  if (specifier.startsWith('.')) return leavesPackage(specifier, { root, filename }) ? 'outside' : undefined;
  if (!specifier.startsWith(SCOPE)) return undefined;
  const name = specifier.slice(SCOPE.length).split('/')[0];
  return allowed.some((pattern) => new RegExp(`^(?:${pattern})$`).test(name)) ? undefined : 'package';
}

/** The package of `packages/sdk/src/x.ts` is `packages/sdk`: the first two folders below the root. */
function leavesPackage(specifier, { root, filename }) {
  const own = relative(root, filename).split(sep).slice(0, 2).join(sep);
  const target = relative(root, resolve(dirname(filename), specifier));
  return target !== own && !target.startsWith(own + sep);
}
