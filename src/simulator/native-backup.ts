// The file of a native key provider's backup: what holds the derivation key outside vCenter. A format of our
// own in the place of PKCS#12. Whoever has the file and its password has the key; without a password,
// whoever has the file.

import { scryptSync } from "node:crypto";
import { BACKUP_SCRYPT_COST } from "./defaults.js";
import { decrypt, encrypt } from "./key-crypto.js";

export interface NativeBackup {
  readonly name: string;
  readonly keyId: string;
  /** The derivation key, base64. */
  readonly kdk: string;
  /** RFC 3339. */
  readonly exportTime: string;
}

const MAGIC = Buffer.from("HOLDFAST-NKP");
const FORMAT_VERSION = 1;
const BLOCK_SIZE = 8;
const PARALLELISM = 1;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const COSTS: ReadonlySet<number> = new Set(Object.values(BACKUP_SCRYPT_COST));
/** Magic, format version, then scrypt's N, r, p. */
const HEADER_BYTES = MAGIC.length + 1 + 4 + 4 + 4;

/** The file. Salt (16 bytes) and nonce (12 bytes) must not have been used before. */
export function makeBackup(
  backup: NativeBackup,
  secrets: { readonly password: string | null; readonly salt: Buffer; readonly nonce: Buffer },
): Buffer {
  const { password, salt, nonce } = secrets;
  const cost =
    password === null ? BACKUP_SCRYPT_COST.withoutPassword : BACKUP_SCRYPT_COST.withPassword;
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  let offset = header.writeUInt8(FORMAT_VERSION, MAGIC.length);
  for (const number of [cost, BLOCK_SIZE, PARALLELISM])
    offset = header.writeUInt32BE(number, offset);
  const key = stretch(password, salt, { N: cost, r: BLOCK_SIZE, p: PARALLELISM });
  const sealed = encrypt(key, nonce, Buffer.from(JSON.stringify(backup)));
  return Buffer.concat([header, salt, nonce, sealed.tag, sealed.ciphertext]);
}

/** What is in the file, or a sentence about what is wrong with file or password. */
export function parseBackup(file: Uint8Array, password: string | null): NativeBackup | string {
  const bytes = Buffer.from(file);
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    return "The file is not a backup of a native key provider.";
  }
  const version = bytes[MAGIC.length];
  const isWhole = bytes.length > HEADER_BYTES + SALT_BYTES + NONCE_BYTES + TAG_BYTES;
  if (version !== undefined && version !== FORMAT_VERSION)
    return `The backup has format ${version}, which is not known here.`;
  if (!isWhole) return "The backup is cut short.";
  const [N = 0, r, p] = [0, 4, 8].map((at) => bytes.readUInt32BE(MAGIC.length + 1 + at));
  if (!COSTS.has(N) || r !== BLOCK_SIZE || p !== PARALLELISM) {
    return "The backup names parameters of scrypt that are not used here.";
  }
  const text = open(bytes.subarray(HEADER_BYTES), password, { N, r, p });
  if (text === undefined) return "The password is wrong or the backup is damaged.";
  return JSON.parse(text) as NativeBackup;
}

interface ScryptCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

function open(body: Buffer, password: string | null, cost: ScryptCost): string | undefined {
  const salt = body.subarray(0, SALT_BYTES);
  const nonce = body.subarray(SALT_BYTES, SALT_BYTES + NONCE_BYTES);
  const rest = body.subarray(SALT_BYTES + NONCE_BYTES);
  const tag = rest.subarray(0, TAG_BYTES);
  const key = stretch(password, salt, cost);
  return decrypt(key, { nonce, tag, ciphertext: rest.subarray(TAG_BYTES) })?.toString();
}

function stretch(password: string | null, salt: Buffer, cost: ScryptCost): Buffer {
  return scryptSync(password ?? "", salt, 32, { ...cost, maxmem: 256 * 1024 * 1024 });
}
