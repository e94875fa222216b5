// Blocks of DEFLATE (RFC 1951) as Go's compress/flate writes them: of the fixed code, a code of its own and no
// compression, each block has the form that takes the fewest bits.

import { bitsOf, fixedCodes, type HuffmanCode, huffmanCode } from "./huffman-code.js";

/** A byte, or bytes repeated from `offset` before. */
export type Token = number | { readonly length: number; readonly offset: number };

export interface BitWriter {
  readonly bytes: number[];
  /** Bits that do not fill a byte yet, the first one lowest. */
  bits: number;
  count: number;
}

const END = 256;
const LENGTHS = [
  ...[3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115],
  ...[131, 163, 195, 227, 258],
];
const OFFSETS = [
  ...[1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537],
  ...[2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577],
];
const LONGEST_STORED = 65535;

/** Of the code at `index`: how many more bits tell the length. */
function lengthBits(index: number): number {
  return index < 8 || index === 28 ? 0 : (index >> 2) - 1;
}

function offsetBits(index: number): number {
  return index < 4 ? 0 : (index >> 1) - 1;
}

function indexIn(bases: readonly number[], value: number): number {
  let index = bases.length - 1;
  while ((bases[index] ?? 0) > value) index--;
  return index;
}

const FIXED: Codes = fixedCodes();

interface Codes {
  readonly literals: HuffmanCode;
  readonly offsets: HuffmanCode;
}

/** `input` are the bytes that the tokens stand for, undefined if the window does not hold them any more. */
export function writeBlock(
  writer: BitWriter,
  tokens: readonly Token[],
  input: Uint8Array | undefined,
): void {
  const { literals, offsets } = frequenciesOf(tokens);
  const own: Codes = { literals: huffmanCode(literals, 15), offsets: huffmanCode(offsets, 15) };
  const isStorable = input !== undefined && input.length <= LONGEST_STORED;
  const extra = isStorable ? extraBits(literals, offsets) : 0;
  const sizeOf = (codes: Codes) =>
    bitsOf(codes.literals, literals) + bitsOf(codes.offsets, offsets) + extra;
  const header = headerOf(own.literals, own.offsets, { literals, offsets });
  const fixedSize = 3 + sizeOf(FIXED);
  const ownSize = header.size + sizeOf(own);
  if (isStorable && (input.length + 5) * 8 < Math.min(fixedSize, ownSize)) {
    writeStored(writer, input);
    return;
  }
  if (ownSize < fixedSize) for (const [value, count] of header.bits) put(writer, value, count);
  else put(writer, 2, 3);
  writeTokens(writer, tokens, ownSize < fixedSize ? own : FIXED);
}

/** An uncompressed block, which ends at a byte. */
export function writeStored(writer: BitWriter, input: Uint8Array, isLast = false): void {
  put(writer, isLast ? 1 : 0, 3);
  align(writer);
  put(writer, input.length, 16);
  put(writer, input.length ^ 0xffff, 16);
  for (const byte of input) writer.bytes.push(byte);
}

function put(writer: BitWriter, value: number, count: number): void {
  writer.bits |= value << writer.count;
  writer.count += count;
  while (writer.count >= 8) {
    writer.bytes.push(writer.bits & 0xff);
    writer.bits >>>= 8;
    writer.count -= 8;
  }
}

function align(writer: BitWriter): void {
  if (writer.count > 0) writer.bytes.push(writer.bits & 0xff);
  writer.bits = 0;
  writer.count = 0;
}

interface Frequencies {
  readonly literals: readonly number[];
  readonly offsets: readonly number[];
}

function frequenciesOf(tokens: readonly Token[]): Frequencies {
  const literals = new Array<number>(286).fill(0);
  const offsets = new Array<number>(30).fill(0);
  const add = (counts: number[], index: number) => {
    counts[index] = (counts[index] ?? 0) + 1;
  };
  add(literals, END);
  for (const token of tokens) {
    if (typeof token === "number") add(literals, token);
    else {
      add(literals, END + 1 + indexIn(LENGTHS, token.length));
      add(offsets, indexIn(OFFSETS, token.offset));
    }
  }
  if (!offsets.some((count) => count > 0)) offsets[0] = 1;
  return { literals, offsets };
}

function extraBits(literals: readonly number[], offsets: readonly number[]): number {
  const ofLengths = literals.slice(END + 1).map((count, i) => count * lengthBits(i));
  const ofOffsets = offsets.map((count, i) => count * offsetBits(i));
  return [...ofLengths, ...ofOffsets].reduce((sum, bits) => sum + bits, 0);
}

function writeTokens(
  writer: BitWriter,
  tokens: readonly Token[],
  { literals, offsets }: Codes,
): void {
  const code = ({ codes, lengths }: HuffmanCode, symbol: number) =>
    put(writer, codes[symbol] ?? 0, lengths[symbol] ?? 0);
  for (const token of tokens) {
    if (typeof token === "number") {
      code(literals, token);
      continue;
    }
    const length = indexIn(LENGTHS, token.length);
    code(literals, END + 1 + length);
    put(writer, token.length - (LENGTHS[length] ?? 0), lengthBits(length));
    const offset = indexIn(OFFSETS, token.offset);
    code(offsets, offset);
    put(writer, token.offset - (OFFSETS[offset] ?? 0), offsetBits(offset));
  }
  code(literals, END);
}

/** The order in which the lengths of the code for the codes are written. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

type Bits = readonly (readonly [value: number, count: number])[];

/** What goes before the tokens of a block with a code of its own: the lengths of its codes, themselves coded. */
function headerOf(
  literals: HuffmanCode,
  offsets: HuffmanCode,
  frequencies: Frequencies,
): { readonly bits: Bits; readonly size: number } {
  const literalCount = frequencies.literals.findLastIndex((count) => count > 0) + 1;
  const offsetCount = frequencies.offsets.findLastIndex((count) => count > 0) + 1;
  const runs = runsOf([
    ...literals.lengths.slice(0, literalCount),
    ...offsets.lengths.slice(0, offsetCount),
  ]);
  const counts = new Array<number>(19).fill(0);
  for (const { symbol } of runs) counts[symbol] = (counts[symbol] ?? 0) + 1;
  const code = huffmanCode(counts, 7);
  const used = ORDER.findLastIndex((symbol) => (counts[symbol] ?? 0) > 0) + 1;
  const shown = ORDER.slice(0, Math.max(used, 4));
  const bits: Bits = [
    ...([
      [4, 3],
      [literalCount - 257, 5],
      [offsetCount - 1, 5],
      [shown.length - 4, 4],
    ] as const),
    ...shown.map((symbol) => [code.lengths[symbol] ?? 0, 3] as const),
    ...runs.flatMap(({ symbol, more, count }) => [
      [code.codes[symbol] ?? 0, code.lengths[symbol] ?? 0] as const,
      [more, count] as const,
    ]),
  ];
  return { bits, size: bits.reduce((sum, [, count]) => sum + count, 0) };
}

interface Run {
  readonly symbol: number;
  /** What follows the symbol, in `count` bits. */
  readonly more: number;
  readonly count: number;
}

/** Lengths with repetitions: 16 repeats the last one 3 to 6 times, 17 and 18 are 3 to 10 and 11 to 138 zeros. */
function runsOf(lengths: readonly number[]): readonly Run[] {
  const runs: Run[] = [];
  for (let i = 0; i < lengths.length; ) {
    const symbol = lengths[i] ?? 0;
    let left = 1;
    while (i + left < lengths.length && lengths[i + left] === symbol) left++;
    i += left;
    if (symbol !== 0) {
      runs.push({ symbol, more: 0, count: 0 });
      left--;
    }
    while (symbol === 0 && left >= 11)
      left -= repeat(runs, { symbol: 18, left, least: 11, most: 138 });
    if (symbol === 0 && left >= 3) left -= repeat(runs, { symbol: 17, left, least: 3, most: 10 });
    while (symbol !== 0 && left >= 3) left -= repeat(runs, { symbol: 16, left, least: 3, most: 6 });
    for (; left > 0; left--) runs.push({ symbol, more: 0, count: 0 });
  }
  return runs;
}

function repeat(
  runs: Run[],
  run: {
    readonly symbol: number;
    readonly left: number;
    readonly least: number;
    readonly most: number;
  },
): number {
  const times = Math.min(run.left, run.most);
  const count = Math.log2(run.most - run.least + 1);
  runs.push({ symbol: run.symbol, more: times - run.least, count });
  return times;
}
