import { runInNewContext } from 'node:vm';
import ts from 'typescript';
import { readOptionSchema } from './option-schema';
import { optionsType, textLiteral, typeName } from './options-type';

const typeOf = (schema: unknown): string => optionsType('Options', readOptionSchema(schema)).join('\n');

/** What a compiler says about it. */
function faultsOf(text: string): readonly string[] {
  const { diagnostics = [] } = ts.transpileModule(text, { reportDiagnostics: true });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

describe('optionsType', () => {
  it('says what each option may be', () => {
    const text = typeOf({
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string', description: 'Who it is.' },
        count: { type: 'integer', default: 3 },
        mode: { enum: ['a', "b's", 4, null] },
        tags: { type: 'array', items: { type: ['string', 'number'] } },
        'odd-name': { anyOf: [{ type: 'boolean' }, { const: 'json' }] },
        trim: { type: 'object', required: ['start'], properties: { start: { type: 'number', description: 'In ms.' } } },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
        anything: {},
      },
    });
    expect(text).toBe(`interface Options {
  /** Who it is. */
  name: string;
  /** Default: 3. */
  count?: number;
  mode?: 'a' | 'b\\'s' | 4 | null;
  tags?: (string | number)[];
  'odd-name'?: boolean | 'json';
  trim?: {
    /** In ms. */
    start: number;
  };
  labels?: Record<string, string>;
  anything?: unknown;
}`);
    expect(faultsOf(text)).toEqual([]);
  });

  it('breaks a long union into lines', () => {
    const values = Array.from({ length: 12 }, (_, index) => `value-${index}`);
    const text = typeOf({ properties: { mode: { enum: values } } });
    expect(text).toContain("  mode?:\n    | 'value-0'\n    | 'value-1'\n");
    expect(text).toContain("    | 'value-11';\n");
    expect(faultsOf(text)).toEqual([]);
  });

  it('is TypeScript whatever the schema says', () => {
    const self: Record<string, unknown> = { type: 'object', description: 'ends */ here\n```\n' };
    self['properties'] = { again: self, "a'b\n": { const: "'\u2028\n\\" }, '': { type: 'nonsense', enum: 'no list' } };
    const text = typeOf(self);
    expect(faultsOf(text)).toEqual([]);
    expect(text).not.toMatch(/^```/m);
    expect(text.match(/again\?:/g)).toHaveLength(1);
  });

  it.each([undefined, null, 7, 'text', [], { properties: [] }, { properties: null, required: {} }])(
    'takes %j for one without options',
    (schema) => expect(typeOf(schema)).toBe('interface Options {\n}'),
  );
});

describe('typeName', () => {
  it('is made of words', () => {
    expect(typeName('ffmpeg-video-to-audio', 'options')).toBe('FfmpegVideoToAudioOptions');
    expect(typeName('3d/model:v2', 'options')).toBe('Model3dModelV2Options');
    expect(typeName('日本', 'options')).toBe('Options');
  });
});

describe('textLiteral', () => {
  it.each(['plain', "it's", 'a "quote"', 'back\\slash\n', '\u202e\u2028', '${x}`'])('is %j', (text) => {
    const literal = textLiteral(text);
    expect(literal).toMatch(/^'[^\n\u2028\u202e]*'$/);
    expect(runInNewContext(literal)).toBe(text);
  });
});
