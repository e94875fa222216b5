// IP networks as Terraform reads and writes them: IPv4 with leading zeros too, IPv6 compressed as RFC 5952 says, and
// what is an IPv4 address in IPv6 with dots.

export interface IpNetwork {
  /** The lowest address, as a number. */
  readonly address: bigint;
  /** Length of an address. */
  readonly bits: number;
  /** How many bits at the front all its addresses have in common. */
  readonly prefix: number;
}

/** `10.1.2.3/16`, whose network is 10.1.0.0/16; undefined for what is none. */
export function parseNetwork(text: string): IpNetwork | undefined {
  const [, written = "", length = ""] = /^([^/]*)\/(\d+)$/.exec(text) ?? [];
  const v4 = parseV4(written);
  const bits = v4 === undefined ? 128 : 32;
  const address = v4 ?? parseV6(written);
  const prefix = Number(length);
  if (address === undefined || length === "" || prefix > bits) return undefined;
  return { address: address & maskOf(prefix, bits), bits, prefix };
}

export function maskOf(prefix: number, bits: number): bigint {
  return lowBits(bits) ^ lowBits(bits - prefix);
}

/** A number of `count` ones. */
export function lowBits(count: number): bigint {
  return (1n << BigInt(count)) - 1n;
}

export function formatNetwork({ address, bits, prefix }: IpNetwork): string {
  const length = bits === 128 && isMapped(address) ? prefix - 96 : prefix;
  return `${formatAddress(address, bits)}/${length}`;
}

export function formatAddress(address: bigint, bits: number): string {
  if (bits === 32 || isMapped(address)) return partsOf(address, 4, 8).join(".");
  const groups = partsOf(address, 8, 16);
  const { start, length } = longestZeros(groups);
  const texts = groups.map((group) => group.toString(16));
  if (length < 2) return texts.join(":");
  return `${texts.slice(0, start).join(":")}::${texts.slice(start + length).join(":")}`;
}

/** An IPv4 address in IPv6: `::ffff:10.0.0.1`. */
export function isMapped(address: bigint): boolean {
  return address >> 32n === 0xffffn;
}

function partsOf(address: bigint, count: number, width: number): readonly number[] {
  return Array.from({ length: count }, (_, i) =>
    Number((address >> BigInt((count - 1 - i) * width)) & lowBits(width)),
  );
}

/** The first of the longest runs of zeros. */
function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let longest = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (groups[end] === 0) end++;
    if (end - start > longest.length) longest = { start, length: end - start };
    start = end;
  }
  return longest;
}

function parseV4(text: string): bigint | undefined {
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(text)) return undefined;
  const parts = text.split(".").map(Number);
  if (parts.some((part) => part > 255)) return undefined;
  return joined(parts, 8);
}

function parseV6(text: string): bigint | undefined {
  const [head = "", tail, ...more] = text.split("::");
  if (more.length > 0) return undefined;
  const before = groupsOf(head, tail === undefined);
  const after = groupsOf(tail ?? "", true);
  if (before === undefined || after === undefined) return undefined;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return joined([...before, ...Array<number>(missing).fill(0), ...after], 16);
}

/** Groups of 16 bits; the last two may be written as an IPv4 address where the text ends. */
function groupsOf(text: string, isLast: boolean): readonly number[] | undefined {
  if (text === "") return [];
  const parts = text.split(":");
  const v4 = isLast ? parseV4(parts.at(-1) ?? "") : undefined;
  const hex = v4 === undefined ? parts : parts.slice(0, -1);
  // Terraform takes zeros in front, as many as there are.
  if (!hex.every((part) => /^0*[0-9a-f]{1,4}$/i.test(part))) return undefined;
  const groups = hex.map((part) => Number.parseInt(part, 16));
  return v4 === undefined ? groups : [...groups, Number(v4 >> 16n), Number(v4 & 0xffffn)];
}

function joined(parts: readonly number[], width: number): bigint {
  return parts.reduce((sum, part) => (sum << BigInt(width)) | BigInt(part), 0n);
}
