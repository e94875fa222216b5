// The bytes of Protocol Buffers: tags, numbers of variable length, and blocks with their length before them.

/** 0: a number; 2: a block; 1 and 5: 64 and 32 bits, which the plugin protocol has none of. */
export type WireType = 0 | 1 | 2 | 5;

/** Bytes that are no message. */
export class ProtobufError extends Error {
  override readonly name = "ProtobufError";
}

export class ByteWriter {
  readonly #parts: Uint8Array[] = [];

  tag(number: number, wire: WireType): void {
    this.varint(BigInt(number * 8 + wire));
  }

  /** Not negative, of 64 bits at most. */
  varint(value: bigint): void {
    const digits: number[] = [];
    let rest = value;
    for (; rest >= 0x80n; rest >>= 7n) digits.push(Number(rest & 0x7fn) | 0x80);
    digits.push(Number(rest));
    this.#parts.push(Uint8Array.from(digits));
  }

  block(bytes: Uint8Array): void {
    this.varint(BigInt(bytes.length));
    this.#parts.push(bytes);
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

export class ByteReader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#bytes.length;
  }

  tag(): { readonly number: number; readonly wire: WireType } {
    const tag = Number(this.varint());
    const wire = tag % 8;
    const number = (tag - wire) / 8;
    if (wire !== 0 && wire !== 1 && wire !== 2 && wire !== 5) {
      throw new ProtobufError(`field ${number} has the unknown wire type ${wire}`);
    }
    return { number, wire };
  }

  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#position];
      if (byte === undefined) throw new ProtobufError("the message ends within a number");
      this.#position++;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new ProtobufError("a number has more than ten bytes");
  }

  /** A view, not a copy. */
  block(): Buffer {
    return this.#take(Number(this.varint()));
  }

  skip(wire: WireType): void {
    if (wire === 0) this.varint();
    else if (wire === 2) this.block();
    else this.#take(wire === 1 ? 8 : 4);
  }

  requireWire(found: WireType, wanted: WireType): void {
    if (found === wanted) return;
    throw new ProtobufError(`a field has the wire type ${found} and not ${wanted}`);
  }

  #take(length: number): Buffer {
    const end = this.#position + length;
    if (end > this.#bytes.length) throw new ProtobufError("the message ends within a field");
    const taken = this.#bytes.subarray(this.#position, end);
    this.#position = end;
    return taken;
  }
}
