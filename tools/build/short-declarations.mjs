/** For rollup, after rollup-plugin-dts: the same declarations in fewer bytes, for what every author downloads. */
export function shortDeclarations() {
  return { name: 'short-declarations', renderChunk: (code) => withTabs(withExportsInPlace(code)) };
}

/** `export` instead of `declare` and of lists of all names; `export {}` keeps the others from being exported too. */
function withExportsInPlace(code) {
  const declared = new Set([...code.matchAll(DECLARATION)].map(([, name]) => name));
  const types = new Set([...code.matchAll(TYPE)].map(([, name]) => `type ${name}`));
  const exported = new Set();
  const rest = code.replace(EXPORT_LIST, (list, type, names) => {
    const others = names.split(', ').filter((name) => {
      const isHere = declared.has(name) || types.has(name);
      if (isHere) exported.add(name.replace(/^type /, ''));
      return !isHere;
    });
    return others.length === 0 ? '' : `export ${type ?? ''}{ ${others.join(', ')} };\n`;
  });
  if (exported.size === 0) return code;
  const inPlace = rest.replace(DECLARATION, (line, name) =>
    exported.has(name) ? `export ${line.replace(/^declare /, '')}` : line,
  );
  return `${inPlace.trimEnd()}\nexport {};\n`;
}

function withTabs(code) {
  return code.replace(/^(?: {4})+/gm, (indent) => '\t'.repeat(indent.length / 4));
}

const DECLARATION = /^(?:declare (?:abstract class|class|const|function)|interface|type) ([\w$]+)/gm;
const TYPE = /^(?:interface|type) ([\w$]+)/gm;
const EXPORT_LIST = /^export (type )?\{ (.*) \};$\n?/gm;
