import type { Capability } from '@mediaconduit/sdk';
import { optionOf, type OptionWords } from './option-words';
import { SAMPLES, type SampleKind } from './samples';

/** What templates say about one kind of media. */
interface MediumWords {
  /** How the content types of its files begin. */
  readonly mediaType?: string;
  /** Name of its class in the SDK. */
  readonly className: string;
  /** With its article. */
  readonly words: string;
}

const MEDIA = {
  text: { className: 'Text', words: 'a text' },
  image: { className: 'Image', words: 'an image', mediaType: 'image/' },
  audio: { className: 'Audio', words: 'a sound', mediaType: 'audio/' },
  video: { className: 'Video', words: 'a video', mediaType: 'video/' },
  '3d': { className: 'Model3D', words: 'a 3D model', mediaType: 'model/' },
  embedding: { className: 'Embedding', words: 'an embedding' },
} as const satisfies Readonly<Record<string, MediumWords>>;

type Medium = keyof typeof MEDIA;

/** Everything that templates say about one capability of a provider. */
export interface CapabilityWords {
  readonly id: Capability;
  readonly input: Medium;
  readonly output: Medium;
  /** `textToImage`, `text_to_image`, `TEXT_TO_IMAGE`. */
  readonly property: string;
  readonly snake: string;
  readonly constant: string;
  readonly words: string;
  readonly sentence: string;
  readonly inputClass: string;
  readonly outputClass: string;
  readonly inputWords: string;
  readonly outputWords: string;
  readonly modelClass: string;
  readonly modelId: string;
  readonly optionsType: string;
  readonly option: OptionWords;
  /** Whether what comes out is a file, and how its content type begins. */
  readonly isBinary: boolean;
  readonly mediaType: string;
  /** Where a value that is no file keeps its content, what it holds in tests, and how a service says it. */
  readonly outputField: string;
  readonly outputValue: string;
  readonly replyJson: string;
  /** Names of the samples that its tests need. */
  readonly inputSample: string;
  readonly outputSample: string;
  readonly sampleNames: readonly string[];
  readonly inputType: string;
  readonly outputType: string;
  readonly inputExtension: string;
  readonly outputExtension: string;
  readonly outputBase64: string;
}

/** How the provider is named around a capability. */
export interface CapabilityContext {
  readonly className: string;
  readonly modelId: string;
}

/** What templates say about a capability. */
export function capabilityWords(id: Capability, { className, modelId }: CapabilityContext): CapabilityWords {
  const [input, output] = id.split('-to-') as [Medium, Medium];
  const pascal = `${pascalOf(input)}To${pascalOf(output)}`;
  return {
    id,
    input,
    output,
    property: `${input}To${pascalOf(output)}`,
    snake: id.replaceAll('-', '_'),
    constant: id.replaceAll('-', '_').toUpperCase(),
    words: id.replaceAll('-', ' '),
    sentence: `${capitalised(MEDIA[input].words)} in, ${MEDIA[output].words} out.`,
    inputClass: MEDIA[input].className,
    outputClass: MEDIA[output].className,
    inputWords: MEDIA[input].words,
    outputWords: MEDIA[output].words,
    modelClass: `${className}${pascal}Model`,
    modelId,
    optionsType: `${className}${pascal}ModelOptions`,
    option: optionOf(id),
    mediaType: (MEDIA[output] as MediumWords).mediaType ?? '',
    ...resultWords(output),
    ...sampleWords(input, output),
  };
}

type ResultWords = Pick<CapabilityWords, 'isBinary' | 'outputField' | 'outputValue' | 'replyJson'>;

function resultWords(output: Medium): ResultWords {
  if (output === 'text') {
    return { isBinary: false, outputField: 'content', outputValue: `'Hello'`, replyJson: `{ text: 'Hello' }` };
  }
  if (output === 'embedding') {
    const replyJson = '{ embedding: [0.25, 0.5] }';
    return { isBinary: false, outputField: 'vector', outputValue: '[0.25, 0.5]', replyJson };
  }
  return { isBinary: true, outputField: '', outputValue: '', replyJson: '' };
}

type SampleWords = Pick<
  CapabilityWords,
  | 'inputSample'
  | 'outputSample'
  | 'sampleNames'
  | 'inputType'
  | 'outputType'
  | 'inputExtension'
  | 'outputExtension'
  | 'outputBase64'
>;

function sampleWords(input: Medium, output: Medium): SampleWords {
  const [given, made] = [sampleOf(input), sampleOf(output)];
  return {
    inputSample: given?.constant ?? '',
    outputSample: made?.constant ?? '',
    sampleNames: [...new Set([given, made].flatMap((sample) => sample?.constant ?? []))].sort(),
    inputType: given?.type ?? '',
    outputType: made?.type ?? '',
    inputExtension: given?.extension ?? '',
    outputExtension: made?.extension ?? '',
    outputBase64: made?.base64 ?? '',
  };
}

const sampleOf = (medium: Medium) => (medium in SAMPLES ? SAMPLES[medium as SampleKind] : undefined);

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const pascalOf = (medium: Medium): string => (medium === '3d' ? '3D' : capitalised(medium));
