// Syntax that is refused, as selectors for ESLint's own rule `no-restricted-syntax`.

/** In every TypeScript and JavaScript file. */
export const everywhere = [
  { selector: 'ExportAllDeclaration', message: 'List the names that are exported: `export *` hides what is public.' },
  {
    selector: 'PropertyDefinition[accessibility="private"]',
    message: 'Use #private fields: they are private at run time too.',
  },
  {
    selector: 'MethodDefinition[accessibility="private"][kind!="constructor"]',
    message: 'Use #private methods: they are private at run time too.',
  },
];

/** In what is published, tests aside. */
export const inLibraries = [
  {
    selector: 'ThrowStatement > NewExpression[callee.name=/^(Error|TypeError|RangeError)$/]',
    message: 'Throw a MediaConduitError: it has a code, a hint and facts.',
  },
  {
    selector: ':matches(Program, Program > ExportNamedDeclaration) > VariableDeclaration[kind!="const"]',
    message: 'No mutable state at module level: two copies of a package must not differ.',
  },
  {
    selector: 'CallExpression[callee.object.name="AbortSignal"][callee.property.name="any"]',
    message: 'Use anySignal of the SDK: on Node.js 20 this forgets deadlines.',
  },
];

/** In what is published, the provider's entry aside. */
export const defaultExports = [
  {
    selector: ':matches(ExportDefaultDeclaration, ExportSpecifier[exported.name="default"], TSExportAssignment)',
    message: "A default export is for a provider's class only.",
  },
];

/** In what is published, the composition root and the command aside. */
export const processState = [
  {
    selector: 'CallExpression[callee.object.name="process"][callee.property.name="cwd"]',
    message: 'Take the folder as a parameter: only the composition root asks the process.',
  },
];
