import fc from 'fast-check';
import { isMediaConduitError } from '@mediaconduit/sdk';
import { applyPatch } from './apply-patch';

const TEXT = `# my stack
name: a
services:
  redis:
    image: redis:7 # the cache
    environment: [ A=1, B=x=y ]
  web: { use: cowsay, environment: { C: c } }
`;

describe('applyPatch', () => {
  it('changes what is named and keeps the rest, comments too', () => {
    expect(applyPatch(TEXT, { name: 'b', services: { web: { environment: { D: 'd' } } } })).toBe(
      TEXT.replace('name: a', 'name: b').replace('C: c }', 'C: c, D: d }'),
    );
  });

  it('maps a service at the top', () => {
    expect(applyPatch(TEXT, { redis: { image: 'redis:8' } })).toBe(TEXT.replace('redis:7', 'redis:8'));
    expect(applyPatch(TEXT, { redis: null })).not.toContain('redis');
  });

  it('changes single variables of a list', () => {
    const changed = applyPatch(TEXT, { redis: { environment: { A: '2', E: '' } } });
    expect(changed).toContain('A: "2"\n      B: x=y\n      E: ""');
  });

  it('puts maps, lists and values in place of each other', () => {
    const text = applyPatch(TEXT, { web: { dependsOn: ['redis'], critical: true, limits: { memory: null, cpus: 1 } } });
    expect(text).toContain('dependsOn: [ redis ]');
    expect(text).toContain('limits: { cpus: 1 }');
    expect(text).not.toContain('null');
    expect(applyPatch('services:\n', { services: { a: {} } })).toContain('a: {}');
    expect(applyPatch('', { name: 'x' })).toContain('name: x');
  });

  it.each([
    [{ reddis: {} }, 'neither a key of the file nor a service', 'did you mean "redis"?'],
    [JSON.parse('{"redis":{"__proto__":{"x":1}}}'), 'the key "__proto__" is not allowed', 'leave'],
    [{ redis: { constructor: 1 } }, 'the key "constructor"', 'leave'],
    [{ redis: { image: () => 1 } }, '"redis.image" is no text', 'JSON'],
    [JSON.parse(`${'{"name":'.repeat(50)}1${'}'.repeat(50)}`), 'nested too deep', '32'],
  ])('refuses %j', (patch: Record<string, unknown>, message, hint) => {
    expect(() => applyPatch(TEXT, patch)).toThrow(
      expect.objectContaining({
        code: 'MC_STACK_INVALID',
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      }),
    );
  });

  it('answers any data with a text or its error, and changes no prototype', () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    const key = fc.oneof(fc.constantFrom('redis', 'web', 'services', 'environment', '__proto__'), fc.string());
    const { patch } = fc.letrec((tie) => ({
      patch: fc.dictionary(key, tie('value'), { noNullPrototype: true }),
      value: fc.oneof({ maxDepth: 4 }, fc.jsonValue(), tie('patch'), fc.constant(null)),
    }));
    fc.assert(
      fc.property(patch, (one) => {
        try {
          expect(typeof applyPatch(TEXT, one)).toBe('string');
        } catch (thrown) {
          if (!isMediaConduitError(thrown, 'MC_STACK_INVALID')) throw thrown;
        }
      }),
      { numRuns: process.env['TORTURE'] ? 20_000 : 1_000 },
    );
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });
});
