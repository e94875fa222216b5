// Huffman codes of limited length as Go's compress/flate assigns them, which decides between codes of the same cost:
// the package-merge of its bitCounts, with symbols of equal frequency in their own order.

import { invariant } from "../model/invariant.js";

/** Code and length in bits of each symbol; the code's first bit is its lowest. */
export interface HuffmanCode {
  readonly codes: readonly number[];
  readonly lengths: readonly number[];
}

interface Leaf {
  readonly symbol: number;
  readonly frequency: number;
}

/** A code for symbols of `frequencies`, none longer than `longest` bits; symbols of frequency 0 have none. */
export function huffmanCode(frequencies: readonly number[], longest: number): HuffmanCode {
  const codes = new Array<number>(frequencies.length).fill(0);
  const lengths = new Array<number>(frequencies.length).fill(0);
  const leaves = frequencies
    .map((frequency, symbol) => ({ symbol, frequency }))
    .filter(({ frequency }) => frequency > 0);
  if (leaves.length <= 2) {
    for (const [i, { symbol }] of leaves.entries()) {
      codes[symbol] = i;
      lengths[symbol] = 1;
    }
    return { codes, lengths };
  }
  leaves.sort((a, b) => a.frequency - b.frequency || a.symbol - b.symbol);
  const counts = lengthCounts(leaves, Math.min(longest, leaves.length - 1));
  let code = 0;
  let end = leaves.length;
  for (const [bits, count] of counts.entries()) {
    code *= 2;
    const chunk = leaves.slice(end - count, end).map(({ symbol }) => symbol);
    for (const symbol of chunk.sort((a, b) => a - b)) {
      codes[symbol] = reversed(code++, bits);
      lengths[symbol] = bits;
    }
    end -= count;
  }
  return { codes, lengths };
}

/** The fixed codes of RFC 1951, 3.2.6. */
export function fixedCodes(): { readonly literals: HuffmanCode; readonly offsets: HuffmanCode } {
  const literals = Array.from({ length: 286 }, (_, symbol): readonly [number, number] => {
    if (symbol < 144) return [symbol + 48, 8];
    if (symbol < 256) return [symbol + 400 - 144, 9];
    return symbol < 280 ? [symbol - 256, 7] : [symbol + 192 - 280, 8];
  });
  const codeOf = (pairs: readonly (readonly [number, number])[]): HuffmanCode => ({
    codes: pairs.map(([code, bits]) => reversed(code, bits)),
    lengths: pairs.map(([, bits]) => bits),
  });
  const offsets = Array.from({ length: 30 }, (_, symbol) => [symbol, 5] as const);
  return { literals: codeOf(literals), offsets: codeOf(offsets) };
}

export function bitsOf(code: HuffmanCode, frequencies: readonly number[]): number {
  return frequencies.reduce((sum, count, symbol) => sum + count * (code.lengths[symbol] ?? 0), 0);
}

function reversed(code: number, bits: number): number {
  let result = 0;
  for (let i = 0; i < bits; i++) result |= ((code >> i) & 1) << (bits - 1 - i);
  return result;
}

/** A level of the tree while it is built: what comes next in it, and how many nodes it still needs. */
interface Level {
  lastFrequency: number;
  nextLeaf: number;
  nextPair: number;
  needed: number;
  /** Leaves to the left of this level's last node, at each level below. */
  leaves: number[];
}

const NONE = 0x7fffffff;

/** How many leaves have a code of each length. */
function lengthCounts(leaves: readonly Leaf[], longest: number): readonly number[] {
  const frequencyAt = (i: number) => leaves[i]?.frequency ?? NONE;
  const levels: Level[] = Array.from({ length: longest + 2 }, (_, level) => ({
    lastFrequency: frequencyAt(1),
    nextLeaf: frequencyAt(2),
    nextPair: level === 1 ? NONE : frequencyAt(0) + frequencyAt(1),
    needed: 0,
    leaves: Array.from({ length: longest + 1 }, (_, i) => (i === level && level > 0 ? 2 : 0)),
  }));
  const at = (level: number): Level => {
    const found = levels[level];
    invariant(found !== undefined, "a Huffman tree is not deeper than its longest code");
    return found;
  };
  at(longest).needed = 2 * leaves.length - 4;
  for (let level = longest; ; ) {
    const current = at(level);
    if (current.nextPair === NONE && current.nextLeaf === NONE) {
      current.needed = 0;
      at(level + 1).nextPair = NONE;
      level++;
      continue;
    }
    const previous = current.lastFrequency;
    if (current.nextLeaf < current.nextPair) {
      const count = (current.leaves[level] ?? 0) + 1;
      current.lastFrequency = current.nextLeaf;
      current.leaves[level] = count;
      current.nextLeaf = frequencyAt(count);
    } else {
      current.lastFrequency = current.nextPair;
      current.leaves.splice(0, level, ...at(level - 1).leaves.slice(0, level));
      at(level - 1).needed = 2;
    }
    if (--current.needed > 0) {
      while (at(level - 1).needed > 0) level--;
      continue;
    }
    if (level === longest) break;
    at(level + 1).nextPair = previous + current.lastFrequency;
    level++;
  }
  const counts = at(longest).leaves;
  const lengths = Array.from({ length: longest }, (_, i) => {
    return (counts[longest - i] ?? 0) - (counts[longest - i - 1] ?? 0);
  });
  return [0, ...lengths];
}
