import {
  checkInputSize,
  checkMediaType,
  didYouMean,
  isMedia,
  MediaConduitError,
  toMedia,
  type BinaryKind,
  type BinaryMedia,
  type ModelInfo,
  type ReadOptions,
} from '@mediaconduit/sdk';

/** One file for the service, with the name of its field in the form. */
export interface InputFile {
  readonly field: string;
  readonly media: BinaryMedia;
}

/** What may be given under one name, first for what it is taken when nothing shows. */
export type FieldKinds = Readonly<Record<string, readonly BinaryKind[]>>;

/** What {@link parseFiles} holds an input against. */
export interface InputRules extends ReadOptions {
  readonly fields: FieldKinds;
  readonly info: ModelInfo;
}

/**
 * The files in what a caller passed: one, a list of them, or a record such as `{ video, audio }`. What stands alone goes
 * to the first field. Looks at the first bytes of each.
 * @throws `MC_INPUT_INVALID` for an unknown name, nothing at all, or bytes of another kind; `MC_INPUT_TOO_LARGE`.
 */
export async function parseFiles(input: unknown, { fields, info, signal }: InputRules): Promise<InputFile[]> {
  const [main = 'file'] = Object.keys(fields);
  const given = isRecord(input) ? input : { [main]: input };
  const files: InputFile[] = [];
  for (const [field, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const kinds = fields[field] ?? refuseName(field, Object.keys(fields));
    for (const each of Array.isArray(value) ? (value as unknown[]) : [value]) {
      files.push({ field, media: await checked(each, kinds, { signal }) });
    }
  }
  if (!files.some(({ field }) => field === main || field === 'files')) throw nothingGiven(main);
  for (const { field, media } of files) await checkInputSize(media, info, { name: field, signal });
  return files;
}

/** A plain object whose keys are names of fields: no media value, no bytes, no stream, no URL, no list. */
function isRecord(input: unknown): input is Readonly<Record<string, unknown>> {
  if (typeof input !== 'object' || input === null || Array.isArray(input) || isMedia(input)) return false;
  return Object.getPrototypeOf(input) === Object.prototype || Object.getPrototypeOf(input) === null;
}

async function checked(value: unknown, kinds: readonly BinaryKind[], options: ReadOptions): Promise<BinaryMedia> {
  const own = kinds.find((kind) => isMedia(value, kind));
  const [first = 'video'] = kinds;
  const media = toMedia(own ?? first, value);
  await media.check(options);
  let refusal: unknown;
  for (const kind of own === undefined ? kinds : [own]) {
    try {
      await checkMediaType(media, kind, options);
      return media;
    } catch (error) {
      refusal ??= error;
    }
  }
  throw refusal;
}

function refuseName(name: string, names: readonly string[]): never {
  throw new MediaConduitError('MC_INPUT_INVALID', `"${name}" is no input of this model.`, {
    hint: didYouMean(name, names) ?? `inputs: ${names.join(', ')}`,
    facts: { name, names },
  });
}

function nothingGiven(main: string): MediaConduitError {
  return new MediaConduitError('MC_INPUT_INVALID', `No ${main} was given.`, {
    hint: `give one, a list of them, or { ${main}: … }`,
    facts: { expected: main },
  });
}
