// What somebody writes who lets the cow speak, as an ES module, in CommonJS and in TypeScript.
import assert from 'node:assert/strict';

const TEXT = 'Hello from a stranger';
const USE = `
const cow = await conduit.model('cowsay:cowsay-default', { capability: 'text-to-text' });
const text = await cow.transform('${TEXT}', { cow: 'tux' });
console.log(text.content);
`;

/** Files of a project by name; each of them prints the cow, and so does the command. */
export const PROGRAMS = {
  'use.mjs': `import { conduit } from '@mediaconduit/mediaconduit';\n${USE}`,
  'use.cjs': `const { conduit } = require('@mediaconduit/mediaconduit');\n(async () => {${USE}})();\n`,
};

/** The words after `mediaconduit` that let the cow say the same. */
export const COMMAND = ['run', 'cowsay', TEXT];

/** A program that also has a mistake, which types must show. */
export const TYPED_PROGRAM = `
import { conduit } from '@mediaconduit/mediaconduit';
export async function speak(): Promise<string> {
  const cow = await conduit.model('cowsay:cowsay-default', { capability: 'text-to-text' });
  const content: string = (await cow.transform('${TEXT}')).content;
  // @ts-expect-error a text model takes no number
  if (content.length === 0) await cow.transform(content.length);
  return content;
}
speak().then((content) => console.log(content));
`;

/** Whether this is a balloon with our text. */
export function assertCow(printed) {
  assert.ok(printed.includes(TEXT), printed);
  assert.match(printed, /^ _+/, 'the balloon');
}
