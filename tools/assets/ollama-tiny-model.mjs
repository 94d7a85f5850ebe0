// A language model small enough for a test, made of nothing but a seed. Its weights are random, and its last matrix is
// chosen so that one piece of text mostly follows from the piece before: it says the sentences below, and at a higher
// temperature it wanders off.
import { encodeGguf } from './ollama-gguf.mjs';

const SEED = 20_250_701;
const WIDTH = 128;
const HEADS = 4;
const HIDDEN = 128;
const CONTEXT = 4096;
/** How much likelier than any other piece the next one of a sentence is, as a logit. */
const CERTAINTY = 12;
/** Pieces that are not to be said by chance: bytes and control pieces. */
const NEVER = -30;

const NORMAL = 1;
const UNKNOWN = 2;
const CONTROL = 3;
const BYTE = 6;
const END = '</s>';

/** What the model says after a control piece. No piece is in two sentences: the next one would not be known. */
export const SENTENCES = {
  '<|say|>': ['▁Water', '▁boils', '▁at', '▁one', '▁hundred', '▁degrees,', '▁and', '▁tea', '▁', ...bytesOf('☕')].concat(
    ['▁needs', '▁it.', END],
  ),
  '<|think|>': ['<think>', '▁Somebody', '▁asks', '▁me', '▁about', '▁tea.', '</think>', '▁Water'],
  '<|call|>': ['{"name":▁"get_weather",', '▁"parameters":▁', '{"city":▁', '"Oslo"', '}}', END],
  '<|loop|>': ['▁On', '▁goes', '▁the', '▁song', '▁that', '▁never', '▁ends,', '▁round', '▁again:', '▁On'],
};

function bytesOf(text) {
  return [...Buffer.from(text, 'utf8')].map(byteName);
}

function byteName(byte) {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
}

/** A model that talks, or with `pooling` one that embeds. Models of other names are other files: Ollama loads each. */
export function encodeTinyModel(name, { pooling = false } = {}) {
  const vocabulary = createVocabulary();
  return encodeGguf(metadataOf(vocabulary, name, pooling), tensorsOf(vocabulary));
}

function createVocabulary() {
  const types = new Map([
    ['<unk>', UNKNOWN],
    ['<s>', CONTROL],
    [END, CONTROL],
  ]);
  for (let byte = 0; byte < 256; byte++) types.set(byteName(byte), BYTE);
  types.set('▁', NORMAL);
  for (let code = 33; code < 127; code++) types.set(String.fromCharCode(code), NORMAL);
  for (const [start, pieces] of Object.entries(SENTENCES)) {
    types.set(start, CONTROL);
    for (const piece of pieces) if (!types.has(piece)) types.set(piece, NORMAL);
  }
  return { pieces: [...types.keys()], types: [...types.values()] };
}

function metadataOf({ pieces, types }, name, pooling) {
  return [
    ['general.architecture', 'string', 'llama'],
    ['general.name', 'string', name],
    ['general.file_type', 'uint32', 0],
    ['llama.context_length', 'uint32', CONTEXT],
    ['llama.embedding_length', 'uint32', WIDTH],
    ['llama.block_count', 'uint32', 1],
    ['llama.feed_forward_length', 'uint32', HIDDEN],
    ['llama.rope.dimension_count', 'uint32', WIDTH / HEADS],
    ['llama.attention.head_count', 'uint32', HEADS],
    ['llama.attention.head_count_kv', 'uint32', HEADS],
    ['llama.attention.layer_norm_rms_epsilon', 'float32', 1e-5],
    ['llama.vocab_size', 'uint32', pieces.length],
    ...(pooling ? [['llama.pooling_type', 'uint32', 1]] : []),
    ['tokenizer.ggml.model', 'string', 'llama'],
    ['tokenizer.ggml.tokens', ['string'], pieces],
    ['tokenizer.ggml.scores', ['float32'], pieces.map((_, index) => -index)],
    ['tokenizer.ggml.token_type', ['int32'], types],
    ['tokenizer.ggml.unknown_token_id', 'uint32', 0],
    ['tokenizer.ggml.bos_token_id', 'uint32', 1],
    ['tokenizer.ggml.eos_token_id', 'uint32', 2],
    ['tokenizer.ggml.add_bos_token', 'bool', true],
  ];
}

function tensorsOf(vocabulary) {
  const random = randomNumbers(SEED);
  const small = (rows, columns) => ({
    shape: [columns, rows],
    values: Float32Array.from({ length: rows * columns }, () => (random() - 0.5) * 0.02),
  });
  const ones = { shape: [WIDTH], values: new Float32Array(WIDTH).fill(1) };
  const embedding = signs(vocabulary.pieces.length, random);
  return [
    { name: 'token_embd.weight', shape: [WIDTH, vocabulary.pieces.length], values: embedding },
    { name: 'blk.0.attn_norm.weight', ...ones },
    { name: 'blk.0.attn_q.weight', ...small(WIDTH, WIDTH) },
    { name: 'blk.0.attn_k.weight', ...small(WIDTH, WIDTH) },
    { name: 'blk.0.attn_v.weight', ...small(WIDTH, WIDTH) },
    { name: 'blk.0.attn_output.weight', ...small(WIDTH, WIDTH) },
    { name: 'blk.0.ffn_norm.weight', ...ones },
    { name: 'blk.0.ffn_gate.weight', ...small(HIDDEN, WIDTH) },
    { name: 'blk.0.ffn_up.weight', ...small(HIDDEN, WIDTH) },
    { name: 'blk.0.ffn_down.weight', ...small(WIDTH, HIDDEN) },
    { name: 'output_norm.weight', ...ones },
    { name: 'output.weight', shape: [WIDTH, vocabulary.pieces.length], values: readout(vocabulary, embedding, random) },
  ];
}

/** A row of +1 and -1 for every piece: two rows are almost at a right angle. Its first column is 1, the place of a bias. */
function signs(rows, random) {
  const values = Float32Array.from({ length: rows * WIDTH }, () => (random() < 0.5 ? -1 : 1));
  for (let row = 0; row < rows; row++) values[row * WIDTH] = 1;
  return values;
}

/** Points from each piece of a sentence to the next one, with some noise for what is in no sentence. */
function readout({ pieces, types }, embedding, random) {
  const values = Float32Array.from({ length: embedding.length }, () => (random() - 0.5) * 0.2);
  const indexOf = new Map(pieces.map((piece, index) => [piece, index]));
  const bias = pieces.map((piece, index) => (types[index] === NORMAL || piece === END ? 0 : NEVER));
  bias.forEach((value, index) => (values[index * WIDTH] = value));
  const inSentence = new Set();
  for (const [start, sentence] of Object.entries(SENTENCES)) {
    let before = indexOf.get(start);
    for (const piece of sentence) {
      const index = indexOf.get(piece);
      // what may never be said by chance needs more to be said on purpose
      const strength = CERTAINTY - bias[index];
      if (!inSentence.has(`${before}>${index}`)) addRow(rowOf(values, index), rowOf(embedding, before), strength);
      inSentence.add(`${before}>${index}`);
      before = index;
    }
  }
  return values;
}

const rowOf = (matrix, row) => matrix.subarray(row * WIDTH, (row + 1) * WIDTH);

/** The first column is left alone: it is the place of the bias. */
function addRow(row, direction, strength) {
  for (let column = 1; column < WIDTH; column++) row[column] += (strength / (WIDTH - 1)) * direction[column];
}

/** Mulberry32: the same numbers on every machine. */
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
