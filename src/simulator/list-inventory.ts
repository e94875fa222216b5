// The inventory paths of everything of a kind, under the names of Terraform's resource types.

import type { RecordKind, World } from "./world.js";

/** Where the objects are kept; a setting of an object has its path and a last step. */
const PLACES: Readonly<Record<string, readonly [kind: RecordKind, lastStep?: string]>> = {
  holdfast_cluster: ["clusters"],
  holdfast_default_key_provider: ["defaultKeyProviders", "/default-kp"],
  holdfast_host: ["hosts"],
  holdfast_key_server: ["keyServers"],
  holdfast_native_key_provider: ["nativeKeyProviders"],
  holdfast_network_path: ["networkPaths"],
  holdfast_standard_key_provider: ["standardKeyProviders"],
  holdfast_survival_floor: ["survivalFloors"],
  holdfast_trust_authority: ["trustAuthorities"],
  holdfast_trusted_key_provider: ["trustedKeyProviders"],
  holdfast_vcenter: ["vcenters"],
  holdfast_virtual_machine: ["virtualMachines"],
  holdfast_vsan_encryption: ["vsanEncryptions", "/vsan-encryption"],
  holdfast_waiver: ["waivers"],
};

/** Sorted; none for a type that there is not. */
export function listInventory(world: World, type: string): readonly string[] {
  const place = PLACES[type];
  if (place === undefined) return [];
  const [kind, lastStep = ""] = place;
  return [...world[kind].entries()].map(([path]) => `${path}${lastStep}`).sort();
}
