// Identifiers and key bytes, derived from the seed and from what they are for. Never the next draw of a
// generator: whatever order or parallelism objects are made in, the same object gets the same bytes.

import { createHmac } from "node:crypto";
import type { HostRecord } from "./records.js";
import type { World } from "./world.js";

/** What a derived value is for. */
export interface Purpose {
  /** Such as `data-key`; separates kinds of values. */
  readonly kind: string;
  readonly name: string;
  /** Tells values for one name apart, for example before and after it was made anew. */
  readonly generation?: number;
}

/** Up to 64 bytes by HMAC-SHA-256 of the seed over kind, name and generation. */
export function deriveBytes(seed: string, purpose: Purpose, length: 12 | 16 | 32 | 64): Buffer {
  const generation = purpose.generation ?? 0;
  const text = JSON.stringify([purpose.kind, purpose.name, generation]);
  const first = createHmac("sha256", seed).update(text).digest();
  if (length <= 32) return first.subarray(0, length);
  return Buffer.concat([first, createHmac("sha256", seed).update(`${text}2`).digest()]);
}

/** A version 4 UUID. */
export function deriveUuid(seed: string, purpose: Purpose): string {
  const bytes = Buffer.from(deriveBytes(seed, purpose, 16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return [...parts, hex.slice(20)].join("-");
}

/** A managed object id such as `host-281474976710655`. */
export function deriveMoid(seed: string, type: "host" | "domain-c", path: string): string {
  const number = deriveBytes(seed, { kind: "moid", name: path }, 12).readUIntBE(0, 6);
  return type === "host" ? `host-${number}` : `domain-c${number}`;
}

/** What has generations: remembered by name, also after the object is gone. */
export interface Lineage {
  readonly kind:
    | "host"
    | "host-key"
    | "derivation-key"
    | "backup"
    | "virtual-machine"
    | "wrapping-key"
    | "core-dump";
  readonly name: string;
}

/** The lineage of a host as a machine: whatever path it has now, its secrets are its own. */
export function machineLineage(host: Pick<HostRecord, "path" | "rackedAs">): Lineage {
  return { kind: "host", name: host.rackedAs ?? host.path };
}

/** The generation that is due: 0 until {@link nextGeneration} was called. */
export function generationOf(world: World, { kind, name }: Lineage): number {
  return world.counters.get(`${name}\n${kind}`)?.count ?? 0;
}

/** The generation that was due; the next one is due now. */
export function nextGeneration(world: World, lineage: Lineage): number {
  const generation = generationOf(world, lineage);
  world.counters.set(`${lineage.name}\n${lineage.kind}`, { count: generation + 1 });
  return generation;
}
