// base64sha256, base64sha512, md5, sha1, sha256, sha512 and uuidv5, exactly as Terraform 1.11 has them.

import { createHash } from "node:crypto";
import type { FunctionSpec } from "./function-call.js";
import { refuse } from "./refusal.js";

type Algorithm = "md5" | "sha1" | "sha256" | "sha512";
type Encoding = "hex" | "base64";

/** Digest of bytes, or of a text in UTF-8. */
export function digest(
  data: string | Uint8Array,
  { algorithm, encoding }: { readonly algorithm: Algorithm; readonly encoding: Encoding },
): string {
  return createHash(algorithm).update(data).digest(encoding);
}

export const base64sha256: FunctionSpec = hashing("sha256", "base64");
export const base64sha512: FunctionSpec = hashing("sha512", "base64");
export const md5: FunctionSpec = hashing("md5", "hex");
export const sha1: FunctionSpec = hashing("sha1", "hex");
export const sha256: FunctionSpec = hashing("sha256", "hex");
export const sha512: FunctionSpec = hashing("sha512", "hex");

function hashing(algorithm: Algorithm, encoding: Encoding): FunctionSpec {
  return {
    parameters: [{ name: "str", type: "string" }],
    resultType: () => "string",
    apply: ([text]) => {
      return { value: digest(String(text?.value), { algorithm, encoding }), type: "string" };
    },
  };
}

export const uuidv5: FunctionSpec = {
  parameters: [
    { name: "namespace", type: "string" },
    { name: "name", type: "string" },
  ],
  resultType: () => "string",
  apply: ([namespace, name]) => {
    const bytes = namespaceBytes(String(namespace?.value));
    if (bytes === undefined) {
      const known = [...NAMESPACES.keys()].join(", ");
      return refuse("Error in function call", `The "namespace" must be a UUID or one of ${known}.`);
    }
    const hash = createHash("sha1").update(bytes).update(String(name?.value)).digest();
    return { value: formatUuid(hash, 5), type: "string" };
  },
};

/** Of the first 16 bytes, with the version in its place. */
export function formatUuid(given: Uint8Array, version: number): string {
  const bytes = Uint8Array.from(given.slice(0, 16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString("hex");
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return [...parts, hex.slice(20)].join("-");
}

const NAMESPACES: ReadonlyMap<string, string> = new Map(
  ["dns", "url", "oid", "x500"].map((name, i) => {
    return [name, `6ba7b81${[0, 1, 2, 4][i]}-9dad-11d1-80b4-00c04fd430c8`] as const;
  }),
);

/** With hyphens or none, as a URN or between two braces of any kind. */
function namespaceBytes(namespace: string): Buffer | undefined {
  const text = NAMESPACES.get(namespace) ?? namespace;
  const [, plain] =
    /^(?:urn:uuid:)?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i.exec(text) ??
    /^.([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}).$/is.exec(text) ??
    /^([\da-f]{32})$/i.exec(text) ??
    [];
  return plain === undefined ? undefined : Buffer.from(plain.replaceAll("-", ""), "hex");
}
