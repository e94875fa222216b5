// User names and passwords between vCenter and key servers: what a key server demands, and what is presented to it. Of a
// password nothing is kept but what scrypt makes of it, so that neither file nor snapshot gives it away.

import { scryptSync } from "node:crypto";
import { deriveBytes } from "./derive.js";
import type { Bytes, KeyServerRecord } from "./records.js";
import type { World } from "./world.js";

export interface Credentials {
  readonly userName: string | null;
  /** Two are equal for equal passwords alone; null without one. */
  readonly passwordProof: Bytes | null;
}

/** About 30 ms: a password is sent seldom, and a guess shall cost something. */
const COST = { N: 2 ** 14, r: 8, p: 1 } as const;

/** Undefined for a password that is left as it is. */
export function proofOf<T extends string | null | undefined>(
  world: World,
  password: T,
): Bytes | null | Extract<T, undefined> {
  if (typeof password !== "string") return password as null | Extract<T, undefined>;
  const salt = deriveBytes(world.seed, { kind: "kmip-password", name: "salt" }, 16);
  return scryptSync(password, salt, 32, COST).toString("base64");
}

/** Has the machine behind a key server entry demand credentials of whoever asks; null: it takes any client it trusts. */
export function demandCredentials(
  world: World,
  { address }: KeyServerRecord,
  credentials: Credentials | null,
): void {
  const before = world.keyMachines.get(address) ?? { address, up: true };
  world.keyMachines.set(address, { ...before, demands: credentials });
}

/** Whether a key server demands others than are presented to it: those of its entry, else those of the client. */
export function areCredentialsRefused(
  world: World,
  server: KeyServerRecord,
  client: Partial<Credentials> | null,
): boolean {
  const demands = world.keyMachines.get(server.address)?.demands ?? null;
  if (demands === null) return false;
  const hasOwn = server.userName !== null || server.passwordProof !== null;
  const { userName = null, passwordProof = null } = (hasOwn ? server : client) ?? {};
  return userName !== demands.userName || passwordProof !== demands.passwordProof;
}

/** Paths of the key servers that refuse the credentials of a client; undefined where none does. */
export function refusedBy(
  world: World,
  servers: readonly string[],
  client: Partial<Credentials> | null,
): ReadonlySet<string> | undefined {
  const refusing = servers.filter((path) => {
    const server = world.keyServers.get(path);
    return server !== undefined && areCredentialsRefused(world, server, client);
  });
  return refusing.length === 0 ? undefined : new Set(refusing);
}
