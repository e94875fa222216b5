// The recovery key of a host's encrypted configuration: sixteen groups of six digits, with an id (vSphere
// Security, List the Contents of the Secure ESXi Configuration Recovery Key). Nobody keeps it but people.

import { deriveBytes, deriveUuid, machineLineage } from "./derive.js";
import { hmac } from "./key-crypto.js";
import type { HostRecord } from "./records.js";
import type { World } from "./world.js";

const GROUPS = 16;
const DIGITS = 6;

export interface RecoveryKey {
  /** `{GUID}`, upper case. */
  readonly id: string;
  readonly key: string;
}

/** The recovery key that is in force on a host in mode TPM. */
export function recoveryKeyOf(world: World, host: HostRecord): RecoveryKey {
  const { name } = machineLineage(host);
  const generation = host.installation * 1_000 + host.configuration.recoveryKeyGeneration;
  const guid = deriveUuid(world.seed, { kind: "recovery-key-id", name, generation });
  const bytes = deriveBytes(world.seed, { kind: "recovery-key", name, generation }, 64);
  const groups = Array.from({ length: GROUPS }, (_, i) =>
    String(bytes.readUInt32BE(i * 4) % 10 ** DIGITS).padStart(DIGITS, "0"),
  );
  return { id: `{${guid.toUpperCase()}}`, key: groups.join("-") };
}

/** The key that a recovery key stands for. Any text makes one; only the right text makes the right one. */
export function keyFromRecoveryKey(key: string): Buffer {
  return hmac(Buffer.from(key.trim()), "recovery key of an ESXi configuration");
}
