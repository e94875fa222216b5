// As much of DER (ITU-T X.690) as certificates take.

/** Positive, in as few bytes as it takes: a first one with its highest bit set gets a zero before it. */
export function integer(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const least = bytes.subarray(first === -1 ? bytes.length - 1 : first);
  const isHigh = ((least[0] ?? 0) & 0x80) !== 0;
  return isHigh ? der(0x02, Buffer.from([0]), least) : der(0x02, least);
}

export function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts);
}

export function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content), content]);
}

function lengthOf({ length }: Buffer): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  return length < 0x100
    ? Buffer.from([0x81, length])
    : Buffer.from([0x82, length >> 8, length & 0xff]);
}

/** Whole octets. */
export function bitString(bytes: Buffer): Buffer {
  return der(0x03, Buffer.from([0]), bytes);
}

/** The encoded arcs, such as 2b 65 70 for Ed25519. */
export function objectIdentifier(...bytes: readonly number[]): Buffer {
  return der(0x06, Buffer.from(bytes));
}
