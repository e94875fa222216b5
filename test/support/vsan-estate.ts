// A small estate whose cluster has encrypted vSAN, made by operations.

import type { VsanEncryptionSpec } from "../../src/provider/vsan-backend.js";
import type { Simulator } from "../../src/simulator/simulator.js";
import {
  CLUSTER,
  type EstateOptions,
  NATIVE,
  STANDARD,
  smallEstate,
} from "../simulation/declare.js";

export const STANDARD_VSAN: VsanEncryptionSpec = {
  cluster: CLUSTER,
  keyProvider: STANDARD,
  failuresToTolerate: 1,
  eraseDisksBeforeUse: false,
  allowReducedRedundancy: false,
};

export interface VsanOptions extends EstateOptions {
  /** Of the encryption. */
  readonly vsan?: Partial<VsanEncryptionSpec>;
}

/** `vc/c1` with encrypted vSAN under `skp`, or `nkp` where the provider is native. */
export async function vsanEstate(options: VsanOptions = {}): Promise<Simulator> {
  const cluster = { storage: "vsan" as const, ...options.cluster };
  const simulator = await smallEstate({ ...options, cluster });
  const keyProvider = options.provider === "native" ? NATIVE : STANDARD;
  const spec = { ...STANDARD_VSAN, keyProvider, ...options.vsan };
  await simulator.backend.vsanEncryptions.create(spec);
  return simulator;
}

/** Whether a machine that needs no key could start somewhere in the cluster. */
export function readableStorage(simulator: Simulator): boolean {
  const hosts = [...simulator.estate().hosts.values()];
  const mounted = hosts.filter(({ present }) => present?.diskGroup?.isMounted === true).length;
  const encryption = simulator.estate().clusters.get(CLUSTER)?.vsanEncryption;
  return mounted >= Math.max(1, hosts.length - (encryption?.failuresToTolerate ?? 1));
}
