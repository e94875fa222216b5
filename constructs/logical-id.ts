// Logical ids, the NAME in `holdfast_host.NAME`, from construct paths. The CDK library's own scheme drops
// characters it dislikes, so that `esx01.dc1` and `esx01dc1` silently become one resource, and hashes with
// MD5, which hardened machines refuse. Here two paths that get one id, as about one pair of 100,000
// unreadable ones does, are refused by the synthesis.

import { createHash } from "node:crypto";

export interface ConstructPath {
  /** Construct ids from below the stack down to the element. */
  readonly ids: readonly string[];
  /**
   * Whether the element is the main child of a construct that is no element itself, so that the name may
   * be its parent's.
   */
  readonly isPrimary: boolean;
}

/** Id of the main child of a construct; it does not show in names. */
export const PRIMARY_CHILD = "Resource";

const PLAIN = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const LOOKS_HASHED = /_[0-9a-f]{8}$/;
const LONGEST_HUMAN_PART = 240;

/** A single plain id as it is; else the readable part of the path and 8 hex digits of its SHA-256. */
export function makeLogicalId(path: ConstructPath): string {
  const ids = path.isPrimary && path.ids.length > 1 ? path.ids.slice(0, -1) : path.ids;
  const [only = ""] = ids;
  if (ids.length === 1 && canStandAlone(only)) return only;
  return `${humanPart(ids)}_${hash(path.ids)}`;
}

function canStandAlone(id: string): boolean {
  return PLAIN.test(id) && !LOOKS_HASHED.test(id) && id.length <= LONGEST_HUMAN_PART;
}

function humanPart(ids: readonly string[]): string {
  const readable = ids
    .map(toPlainCharacters)
    .filter((id) => id !== "")
    .join("_")
    .slice(0, LONGEST_HUMAN_PART);
  return /^[0-9-]/.test(readable) ? `_${readable}` : readable;
}

/** `größe` → `grosse` would need a language; `groe` with its accents stripped is enough beside a hash. */
function toPlainCharacters(id: string): string {
  return id.normalize("NFKD").replace(/[^A-Za-z0-9_-]/g, "");
}

/** Construct ids hold no slash (the library replaces it), so joining loses nothing. */
function hash(ids: readonly string[]): string {
  return createHash("sha256").update(ids.join("/")).digest("hex").slice(0, 8);
}
