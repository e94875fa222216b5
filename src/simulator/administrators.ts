// What administrators do with keys, hosts and machines in vCenter or on a host, beside what a program declares.
// Operators have their hands on machines; these use vSphere's own operations, which it refuses in its own words.

import type { RekeyDepth } from "../provider/backend.js";
import type { WorldAccess } from "./simulated-backend.js";
import { rekeyMachine } from "./vm-operations.js";

export class Administrators {
  constructor(private readonly access: WorldAccess) {}

  /**
   * `CryptoSpecShallowRecrypt` or `CryptoSpecDeepRecrypt` for a machine and all that is encrypted of it. VsphereFault
   * `KeyProviderUnavailable` without a new key, `InvalidState` for a deep one while the machine runs.
   */
  rekeyVm(vm: string, depth: RekeyDepth): void {
    this.access.change((world) => rekeyMachine(world, vm, depth));
  }
}
