// gzip as Go compresses: the bytes of base64gzip are planned and stored, so that they must be the ones that Terraform
// would write, and zlib finds other matches. This is compress/flate at its default level: chains of positions with
// the same hash of four bytes, and a match is put off if the next position has a longer one.

import { crc32 } from "node:zlib";
import { type BitWriter, type Token, writeBlock, writeStored } from "./deflate-block.js";

const WINDOW = 32768;
const LEAST = 4;
const MOST = 258;
/** Tokens of a block. */
const MOST_TOKENS = 16384;
/** At a match of this length nothing longer is looked for, now (`NICE`) or at the next position (`LAZY`). */
const NICE = 128;
const LAZY = 16;
/** Positions that are looked at. */
const CHAIN = 128;

export function gzip(bytes: Uint8Array): Uint8Array {
  const writer: BitWriter = { bytes: [], bits: 0, count: 0 };
  deflate(bytes, writer);
  const nothing = new Uint8Array();
  writeStored(writer, nothing);
  writeStored(writer, nothing, true);
  const trailer = new DataView(new ArrayBuffer(8));
  trailer.setUint32(0, crc32(bytes), true);
  trailer.setUint32(4, bytes.length, true);
  const header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
  return Uint8Array.from([...header, ...writer.bytes, ...new Uint8Array(trailer.buffer)]);
}

interface Search {
  readonly bytes: Uint8Array;
  /** The last position with a hash, plus 1, and of each position in the window the one before it. */
  readonly heads: Uint32Array;
  readonly previous: Int32Array;
  /** First of the chain, -1 if there is none. It stays what it was where no hash is left to look up. */
  head: number;
  position: number;
  /** Where the block begins; undefined once the window has moved past it. */
  blockStart: number | undefined;
  tokens: Token[];
  /** The byte before the position is no token yet; it may begin the match. */
  isPending: boolean;
  match: Match;
}

interface Match {
  readonly length: number;
  readonly offset: number;
}

const NO_MATCH: Match = { length: LEAST - 1, offset: 0 };

function deflate(bytes: Uint8Array, writer: BitWriter): void {
  const search: Search = {
    ...{ bytes, heads: new Uint32Array(1 << 17), previous: new Int32Array(WINDOW), head: -1 },
    ...{ position: 0, blockStart: 0, tokens: [], isPending: false, match: NO_MATCH },
  };
  for (let end = 2 * WINDOW; end < bytes.length; end += WINDOW) {
    compress(search, writer, { end, isLast: false });
    const start = end - WINDOW;
    if (search.blockStart !== undefined && search.blockStart < start) search.blockStart = undefined;
  }
  compress(search, writer, { end: bytes.length, isLast: true });
  if (search.isPending) search.tokens.push(bytes[search.position - 1] ?? 0);
  if (search.tokens.length > 0) finishBlock(search, writer, search.position);
}

interface Part {
  readonly end: number;
  readonly isLast: boolean;
}

/** Goes on to the end, or as far before it as a match may be long. */
function compress(search: Search, writer: BitWriter, { end, isLast }: Part): void {
  const lastHash = end - LEAST;
  const stop = isLast ? end : end - LEAST - MOST + 1;
  while (search.position < stop) {
    if (search.position <= lastHash) search.head = insert(search);
    const earlier = search.match;
    search.match = earlier.length < LAZY ? findMatch(search, end, earlier.length) : NO_MATCH;
    if (earlier.length >= LEAST && search.match.length <= earlier.length) {
      search.tokens.push(earlier);
      const next = search.position + earlier.length - 1;
      for (search.position++; search.position < next; search.position++) {
        if (search.position <= lastHash) insert(search);
      }
      search.isPending = false;
      search.match = NO_MATCH;
      if (search.tokens.length === MOST_TOKENS) finishBlock(search, writer, search.position);
      continue;
    }
    if (search.isPending) {
      search.tokens.push(search.bytes[search.position - 1] ?? 0);
      if (search.tokens.length === MOST_TOKENS) finishBlock(search, writer, search.position);
    }
    search.position++;
    search.isPending = true;
  }
}

/** Puts the position at the head of its chain; the head before it, or -1. */
function insert({ bytes, heads, previous, position }: Search): number {
  const hash = hashAt(bytes, position);
  const head = (heads[hash] ?? 0) - 1;
  previous[position % WINDOW] = head;
  heads[hash] = position + 1;
  return head;
}

function hashAt(bytes: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
  return Math.imul((a << 24) | (b << 16) | (c << 8) | d, 0x1e35a7bd) >>> 15;
}

/** The longest match; one of four bytes only if it is near. */
function findMatch({ bytes, previous, head, position }: Search, end: number, least: number): Match {
  const lookahead = end - position;
  const first = Math.max(position - WINDOW, 0);
  if (head < first || lookahead <= least) return NO_MATCH;
  const most = Math.min(MOST, lookahead);
  const nice = Math.min(NICE, most);
  let best = NO_MATCH;
  let candidate = head;
  for (let tries = CHAIN; tries > 0; tries--) {
    if (bytes[candidate + best.length] === bytes[position + best.length]) {
      const length = commonLength(bytes, { candidate, position, most });
      const isNear = position - candidate <= 4096;
      if (length > best.length && (length > LEAST || isNear)) {
        best = { length, offset: position - candidate };
        if (length >= nice) break;
      }
    }
    if (candidate === position - WINDOW) break;
    candidate = previous[candidate % WINDOW] ?? -1;
    if (candidate < first) break;
  }
  return best;
}

function commonLength(
  bytes: Uint8Array,
  at: { readonly candidate: number; readonly position: number; readonly most: number },
): number {
  let length = 0;
  while (length < at.most && bytes[at.candidate + length] === bytes[at.position + length]) length++;
  return length;
}

function finishBlock(search: Search, writer: BitWriter, end: number): void {
  const { blockStart, bytes, tokens } = search;
  writeBlock(
    writer,
    tokens,
    blockStart === undefined ? undefined : bytes.subarray(blockStart, end),
  );
  search.blockStart = end;
  search.tokens = [];
}
