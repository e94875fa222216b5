// Protocol Buffers by tables: a message is a record of fields, each with its number and how its value is written and
// read (protobuf.dev/programming-guides/encoding). The types of messages follow from their tables, so that neither a
// compiler nor generated code is needed for the messages of the plugin protocol.

import { ByteReader, ByteWriter, type WireType } from "./protobuf-bytes.js";

/** `T` is what is read; `I` is what may be given to be written. */
export interface Field<T, I = T> {
  readonly number: number;
  /** Its value in a message that does not have it. */
  readonly absent: T;
  /** Writes nothing for what an absent field stands for. */
  write(value: I, out: ByteWriter): void;
  /** The value after this occurrence, which `reader` stands at; `earlier` is that before. */
  read(earlier: T, reader: ByteReader, wire: WireType): T;
}

export interface Message<T, I> {
  encode(value: I): Buffer;
  /** What is not in the table is left out. @throws ProtobufError */
  decode(bytes: Uint8Array): T;
}

/** A table; method parameters are bivariant, so that fields of all types fit. */
interface Fields {
  readonly [name: string]: Field<unknown, never>;
}

type Values<F> = { readonly [K in keyof F]: F[K] extends Field<infer T, infer _> ? T : never };
type Input<F> = {
  readonly [K in keyof F]?: (F[K] extends Field<infer _, infer I> ? I : never) | undefined;
};

/** What a message is read as. */
export type Read<M> = M extends Message<infer T, infer _> ? T : never;
/** What a message may be written from: fields may be left out. */
export type Written<M> = M extends Message<infer _, infer I> ? I : never;

export function message<F extends Fields>(fields: F): Message<Values<F>, Input<F>> {
  const entries = Object.entries(fields);
  const byNumber = new Map(entries.map((entry) => [entry[1].number, entry]));
  const absent = Object.fromEntries(entries.map(([name, field]) => [name, field.absent]));
  return {
    encode: (value) => {
      const out = new ByteWriter();
      for (const [name, field] of entries) {
        const given = value[name];
        if (given !== undefined) field.write(given as never, out);
      }
      return out.bytes();
    },
    decode: (bytes) => {
      const values = { ...absent };
      const reader = new ByteReader(bytes);
      while (!reader.isAtEnd) {
        const { number, wire } = reader.tag();
        const [name, field] = byNumber.get(number) ?? [];
        if (name === undefined || field === undefined) reader.skip(wire);
        else values[name] = field.read(values[name], reader, wire);
      }
      return values as Values<F>;
    },
  };
}

/** How a value that is not in a field of its own is written and read. */
interface Kind<T> {
  readonly wire: WireType;
  readonly zero: T;
  write(value: T, out: ByteWriter): void;
  read(reader: ByteReader): T;
}

const TEXT: Kind<string> = {
  wire: 2,
  zero: "",
  write: (value, out) => out.block(Buffer.from(value)),
  read: (reader) => reader.block().toString(),
};
const BYTES: Kind<Buffer> = {
  wire: 2,
  zero: Buffer.alloc(0),
  write: (value, out) => out.block(value),
  read: (reader) => reader.block(),
};
const FLAG: Kind<boolean> = {
  wire: 0,
  zero: false,
  write: (value, out) => out.varint(value ? 1n : 0n),
  read: (reader) => reader.varint() !== 0n,
};
/** Of 64 bits, signed. All of the protocol are small: versions, numbers of enumerations, positions. */
const INTEGER: Kind<number> = {
  wire: 0,
  zero: 0,
  write: (value, out) => out.varint(BigInt.asUintN(64, BigInt(value))),
  read: (reader) => Number(BigInt.asIntN(64, reader.varint())),
};
const KINDS = { text: TEXT, bytes: BYTES, flag: FLAG, integer: INTEGER };

function scalar<T>(kind: Kind<T>, number: number): Field<T> {
  const isZero = (value: T) =>
    value === kind.zero || (Buffer.isBuffer(value) && value.length === 0);
  return {
    number,
    absent: kind.zero,
    write: (value, out) => {
      if (!isZero(value)) writeKind(kind, { number, value }, out);
    },
    read: (_, reader, wire) => readKind(kind, reader, wire),
  };
}

function writeKind<T>(
  kind: Kind<T>,
  { number, value }: { readonly number: number; readonly value: T },
  out: ByteWriter,
): void {
  out.tag(number, kind.wire);
  kind.write(value, out);
}

function readKind<T>(kind: Kind<T>, reader: ByteReader, wire: WireType): T {
  reader.requireWire(wire, kind.wire);
  return kind.read(reader);
}

export const text = (number: number): Field<string> => scalar(TEXT, number);
export const bytes = (number: number): Field<Buffer> => scalar(BYTES, number);
export const flag = (number: number): Field<boolean> => scalar(FLAG, number);
export const integer = (number: number): Field<number> => scalar(INTEGER, number);

type Scalars = { text: string; bytes: Buffer; flag: boolean; integer: number };

/** One of several, or one whose zero says something: it is written whenever it is there. */
export function present<K extends keyof Scalars>(
  kind: K,
  number: number,
): Field<Scalars[K] | undefined> {
  return optional(KINDS[kind] as unknown as Kind<Scalars[K]>, number);
}

function optional<T>(kind: Kind<T>, number: number): Field<T | undefined> {
  return {
    number,
    absent: undefined,
    write: (value, out) => {
      if (value !== undefined) writeKind(kind, { number, value }, out);
    },
    read: (_, reader, wire) => readKind(kind, reader, wire),
  };
}

function block<T, I>(of: () => Message<T, I>) {
  return {
    write: (value: I, number: number, out: ByteWriter) => {
      out.tag(number, 2);
      out.block(of().encode(value));
    },
    read: (reader: ByteReader, wire: WireType): T => {
      reader.requireWire(wire, 2);
      return of().decode(reader.block());
    },
  };
}

/** A message within a message; a function, so that messages may hold their like. */
export function one<T, I>(
  number: number,
  of: () => Message<T, I>,
): Field<T | undefined, I | undefined> {
  const { write, read } = block(of);
  return {
    number,
    absent: undefined,
    write: (value, out) => {
      if (value !== undefined) write(value, number, out);
    },
    read: (_, reader, wire) => read(reader, wire),
  };
}

export function many<T, I>(
  number: number,
  of: () => Message<T, I>,
): Field<readonly T[], readonly I[]> {
  const { write, read } = block(of);
  return {
    number,
    absent: [],
    write: (values, out) => {
      for (const value of values) write(value, number, out);
    },
    read: (earlier, reader, wire) => [...earlier, read(reader, wire)],
  };
}

/** Messages by name. */
export function byName<T, I>(
  number: number,
  of: () => Message<T, I>,
): Field<Readonly<Record<string, T>>, Readonly<Record<string, I>>> {
  const entry = message({ key: text(1), value: one(2, of) });
  const { write, read } = block(() => entry);
  return {
    number,
    absent: {},
    write: (values, out) => {
      for (const [key, value] of Object.entries(values)) write({ key, value }, number, out);
    },
    read: (earlier, reader, wire) => {
      const { key, value } = read(reader, wire);
      return { ...earlier, [key]: value ?? of().decode(Buffer.alloc(0)) };
    },
  };
}
