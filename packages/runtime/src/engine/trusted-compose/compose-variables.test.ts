import { namesReadIn, variablesFile } from './compose-variables';

it('finds every form in which a compose file reads a variable', () => {
  const text = `
x-a: &a "\${ANCHORED}"
services:
  web:
    image: "$SHORT:\${WITH_DEFAULT:-\${NESTED-x}}"
    command: "$$ESCAPED $\${ALSO_ESCAPED} $$$AFTER"
    environment: [LISTED, GIVEN=1]
    build: { args: { EMPTY: , SET: "1" } }
secrets: { s: { environment: NAMED } }
`;
  const names = namesReadIn(text, { kind: 'compose', path: 'x' });
  for (const name of ['ANCHORED', 'SHORT', 'WITH_DEFAULT', 'NESTED', 'AFTER', 'LISTED', 'EMPTY', 'NAMED'])
    expect(names).toContain(name);
  for (const name of ['ESCAPED', 'ALSO_ESCAPED', 'GIVEN', 'SET']) expect(names).not.toContain(name);
});

it('finds what a file of variables reads', () => {
  expect(namesReadIn('A=$B\r\nexport BARE\n  ALSO \nC="${D}"\n# E\n', { kind: 'variables', path: 'x' })).toEqual([
    'B',
    'D',
    'BARE',
    'ALSO',
  ]);
});

it.each(['COMPOSE_FILE', 'DOCKER_HOST', 'LD_PRELOAD', 'DYLD_INSERT_LIBRARIES', 'PATH', 'HOME'])(
  'does not tell of %s, which would change the programs themselves',
  (name) => expect(namesReadIn(`x: "\${${name}}"`, { kind: 'compose', path: 'x' })).toEqual([]),
);

it('lets its own variables win over a file of the folder, which may read them', () => {
  const file = variablesFile(new Map([['A', 'SOURCE_0']]), '\uFEFFA=theirs\nB=${A}');
  expect(file).toBe('A=${SOURCE_0}\nA=theirs\nB=${A}\nA=${SOURCE_0}\n');
});
