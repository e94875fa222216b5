// The text encodings of textencodebase64 and textdecodebase64: those with a name at IANA that Terraform supports, by
// the tables of iconv-lite, changed where Go's have something else. ISO-2022-JP and HZ-GB-2312 are not there.

import { isUtf8 } from "node:buffer";
import { createRequire } from "node:module";

/** Undefined where a character or some bytes mean nothing in the encoding. */
export interface TextEncoding {
  encode(text: string): Uint8Array | undefined;
  decode(bytes: Uint8Array): string | undefined;
}

/** The encoding of a name or an alias, in letters of either case. */
export function encodingOf(name: string): TextEncoding | undefined {
  const key = name.trim().toLowerCase();
  const known = encodings.get(key);
  if (known !== undefined) return known;
  const encoding = makeEncoding(ALIASES.get(key) ?? "");
  if (encoding !== undefined) encodings.set(key, encoding);
  return encoding;
}

const encodings = new Map<string, TextEncoding>();

let library: typeof import("iconv-lite") | undefined;

/** With the first text that is encoded: most configurations have none. */
function loadLibrary(): typeof import("iconv-lite") {
  library ??= createRequire(import.meta.url)("iconv-lite") as typeof import("iconv-lite");
  return library;
}

/** iconv-lite's names, and the names and aliases of IANA for each. */
const NAMES = `
ascii us-ascii iso-ir-6 ansi_x3.4-1968 ansi_x3.4-1986 iso_646.irv:1991 iso646-us us ibm367 cp367 csascii
iso88591 iso_8859-1:1987 iso-ir-100 iso_8859-1 iso-8859-1 latin1 l1 ibm819 cp819 csisolatin1
iso88592 iso_8859-2:1987 iso-ir-101 iso_8859-2 iso-8859-2 latin2 l2 csisolatin2
iso88593 iso_8859-3:1988 iso-ir-109 iso_8859-3 iso-8859-3 latin3 l3 csisolatin3
iso88594 iso_8859-4:1988 iso-ir-110 iso_8859-4 iso-8859-4 latin4 l4 csisolatin4
iso88595 iso_8859-5:1988 iso-ir-144 iso_8859-5 iso-8859-5 cyrillic csisolatincyrillic
iso88596 iso_8859-6:1987 iso-ir-127 iso_8859-6 iso-8859-6 ecma-114 asmo-708 arabic csisolatinarabic
iso88596 iso_8859-6-e csiso88596e iso-8859-6-e iso_8859-6-i csiso88596i iso-8859-6-i
iso88597 iso_8859-7:1987 iso-ir-126 iso_8859-7 iso-8859-7 elot_928 ecma-118 greek greek8 csisolatingreek
iso88598 iso_8859-8:1988 iso-ir-138 iso_8859-8 iso-8859-8 hebrew csisolatinhebrew
iso88598 iso_8859-8-e csiso88598e iso-8859-8-e iso_8859-8-i csiso88598i iso-8859-8-i
iso88599 iso_8859-9:1989 iso-ir-148 iso_8859-9 iso-8859-9 latin5 l5 csisolatin5
iso885910 iso-8859-10 iso-ir-157 l6 iso_8859-10:1992 csisolatin6 latin6
iso885913 iso-8859-13 csiso885913
iso885914 iso-8859-14 iso-ir-199 iso_8859-14:1998 iso_8859-14 latin8 iso-celtic l8 csiso885914
iso885915 iso-8859-15 iso_8859-15 latin-9 csiso885915
iso885916 iso-8859-16 iso-ir-226 iso_8859-16:2001 iso_8859-16 latin10 l10 csiso885916
shiftjis shift_jis ms_kanji csshiftjis
eucjp extended_unix_code_packed_format_for_japanese cseucpkdfmtjapanese euc-jp
cp949 euc-kr cseuckr
gbk gbk cp936 ms936 windows-936 csgbk
gb18030 gb18030 csgb18030
big5 big5 csbig5
utf8 utf-8 csutf8
utf16be utf-16be csutf16be
utf16le utf-16le csutf16le
utf16 utf-16 csutf16
cp850 ibm850 cp850 850 cspc850multilingual
cp852 ibm852 cp852 852 cspcp852
cp437 ibm437 cp437 437 cspc8codepage437
cp862 ibm862 cp862 862 cspc862latinhebrew
cp855 ibm855 cp855 855 csibm855
cp858 ibm00858 ccsid00858 cp00858 pc-multilingual-850+euro csibm00858
cp860 ibm860 cp860 860 csibm860
cp863 ibm863 cp863 863 csibm863
cp865 ibm865 cp865 865 csibm865
cp866 ibm866 cp866 866 csibm866
macintosh macintosh mac csmacintosh
ebcdic037 ibm037 cp037 ebcdic-cp-us ebcdic-cp-ca ebcdic-cp-wt ebcdic-cp-nl csibm037
ebcdic1047 ibm1047 ibm-1047 csibm1047
ebcdic1140 ibm01140 ccsid01140 cp01140 ebcdic-us-37+euro csibm01140
koi8r koi8-r cskoi8r
koi8u koi8-u cskoi8u
windows874 windows-874 cswindows874
windows1250 windows-1250 cswindows1250
windows1251 windows-1251 cswindows1251
windows1252 windows-1252 cswindows1252
windows1253 windows-1253 cswindows1253
windows1254 windows-1254 cswindows1254
windows1255 windows-1255 cswindows1255
windows1256 windows-1256 cswindows1256
windows1257 windows-1257 cswindows1257
windows1258 windows-1258 cswindows1258
`;

const ALIASES: ReadonlyMap<string, string> = new Map(
  NAMES.trim()
    .split("\n")
    .flatMap((line) => {
      const [name = "", ...aliases] = line.split(" ");
      return aliases.map((alias) => [alias, name] as const);
    }),
);

function makeEncoding(name: string): TextEncoding | undefined {
  switch (name) {
    case "":
      return undefined;
    case "utf8":
      return { encode: (text) => Buffer.from(text), decode: decodeUtf8 };
    case "utf16le":
      return { encode: (text) => Buffer.from(text, "utf16le"), decode: decodeUtf16 };
    case "utf16be":
      return { encode: encodeBigEndian, decode: (bytes) => decodeUtf16(swapped(bytes)) };
    case "utf16":
      return { encode: (text) => encodeBigEndian(`\ufeff${text}`), decode: decodeMarked };
    case "shiftjis":
    case "eucjp":
    case "cp949":
    case "gbk":
    case "gb18030":
    case "big5":
      return multiByte(name);
    default:
      return singleByte(name);
  }
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  return isUtf8(bytes) ? clean(Buffer.from(bytes).toString()) : undefined;
}

function decodeUtf16(bytes: Uint8Array): string | undefined {
  if (bytes.length % 2 === 1) return undefined;
  const text = Buffer.from(bytes).toString("utf16le");
  return /\p{Cs}/u.test(text) ? undefined : clean(text);
}

/** Big end first, unless a byte order mark says something else. */
function decodeMarked(bytes: Uint8Array): string | undefined {
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = decodeUtf16(isLittle ? bytes : swapped(bytes));
  return text?.startsWith("\ufeff") ? text.slice(1) : text;
}

function encodeBigEndian(text: string): Uint8Array {
  return Buffer.from(text, "utf16le").swap16();
}

/** Undefined bytes stay odd in number. */
function swapped(bytes: Uint8Array): Uint8Array {
  return bytes.length % 2 === 1 ? bytes : Buffer.from(bytes).swap16();
}

/** What stands for characters that there are not makes a text undefined. */
function clean(text: string): string | undefined {
  return text.includes("\ufffd") ? undefined : text;
}

/** In place of iconv-lite's: characters by byte. */
const CHANGES: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  macintosh: { 219: "€", 240: "\uf8ff" },
  koi8u: { 174: "ў", 190: "Ў" },
  ebcdic1047: { 95: "^", 173: "[", 176: "¬", 186: "Ý", 187: "¨", 189: "]" },
  ebcdic1140: { 159: "€" },
};

/** IBM037: the code of the character of each byte. */
const EBCDIC =
  "000102039c09867f978d8e0b0c0d0e0f101112139d8508871819928f1c1d1e1f80818283840a171b88898a8b8c050607" +
  "909116939495960498999a9b14159e1a20a0e2e4e0e1e3e5e7f1a22e3c282b7c26e9eaebe8edeeefecdf21242a293bac" +
  "2d2fc2c4c0c1c3c5c7d1a62c255f3e3ff8c9cacbc8cdcecfcc603a2340273d22d8616263646566676869abbbf0fdfeb1" +
  "b06a6b6c6d6e6f707172aabae6b8c6a4b57e737475767778797aa1bfd0dddeae5ea3a5b7a9a7b6bcbdbe5b5dafa8b4d7" +
  "7b414243444546474849adf4f6f2f3f57d4a4b4c4d4e4f505152b9fbfcf9faff5cf7535455565758595ab2d4d6d2d3d5" +
  "30313233343536373839b3dbdcd9da9f";

function singleByte(name: string): TextEncoding {
  const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const characters = name.startsWith("ebcdic")
    ? [...Buffer.from(EBCDIC, "hex").toString("latin1")]
    : Array.from(all, (byte) => loadLibrary().decode(Buffer.from([byte]), name));
  // Of the parts of ISO 8859, Go has controls above 127 in the first and the ninth only.
  const hasNoControls = name.startsWith("iso8859") && name !== "iso88591" && name !== "iso88599";
  if (hasNoControls) characters.fill("\ufffd", 0x80, 0xa0);
  for (const [byte, character] of Object.entries(CHANGES[name] ?? {})) {
    characters[Number(byte)] = character;
  }
  const bytes = new Map(characters.map((character, byte) => [character, byte] as const));
  bytes.delete("\ufffd");
  return {
    encode: (text) => {
      const codes = Array.from(text, (character) => bytes.get(character));
      return codes.includes(undefined) ? undefined : Uint8Array.from(codes, (code) => code ?? 0);
    },
    decode: (given) => clean(Array.from(given, (byte) => characters[byte] ?? "").join("")),
  };
}

/** Characters for private use, which Go does not read. */
const PRIVATE = /[\ue000-\uf8ff]/;

type MultiByteName = "shiftjis" | "eucjp" | "cp949" | "gbk" | "gb18030" | "big5";

function multiByte(name: MultiByteName): TextEncoding {
  const { decode, encode } = loadLibrary();
  const tables = { big5: "big5hkscs", gbk: "gb18030" };
  const table = name === "big5" || name === "gbk" ? tables[name] : name;
  const pairs = twoByteCodes(table, name === "big5");
  const encodeOne = (character: string) => {
    if (character < "\x80") return Buffer.from(character);
    const pair = pairs.get(character);
    if (pair !== undefined) return pair;
    const code = encode(character, table);
    const isUnknown = decode(code, table) !== character || (name === "gbk" && code.length > 2);
    return isUnknown ? undefined : code;
  };
  return {
    encode: (text) => {
      const codes = Array.from(text, encodeOne);
      return codes.includes(undefined) ? undefined : Buffer.concat(codes.filter(isBuffer));
    },
    decode: (bytes) => {
      const text = clean(decode(Buffer.from(bytes), table));
      if (text === undefined || PRIVATE.test(text)) return undefined;
      // What GB 18030 has beyond GBK takes four bytes.
      return name === "gbk" && Array.from(text).some((one) => encodeOne(one) === undefined)
        ? undefined
        : text;
    },
  };
}

function isBuffer(code: Buffer | undefined): code is Buffer {
  return code !== undefined;
}

/** Of several codes of one character the first counts, in Big5 the last. */
function twoByteCodes(table: string, doesLastCount: boolean): ReadonlyMap<string, Buffer> {
  const { decode } = loadLibrary();
  const codes = new Map<string, Buffer>();
  for (let first = 0x81; first < 0xff; first++) {
    for (let second = 0x40; second < 0xff; second++) {
      const code = Buffer.from([first, second]);
      const text = decode(code, table);
      const isOne = Array.from(text).length === 1 && text !== "\ufffd" && !PRIVATE.test(text);
      if (isOne && (doesLastCount || !codes.has(text))) codes.set(text, code);
    }
  }
  return codes;
}
