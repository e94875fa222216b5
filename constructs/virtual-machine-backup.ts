// How a backup tool reads a virtual machine: what can be said of it, and how it becomes an attribute.

import type { Construct } from "constructs";
import { checkKind, MACHINE } from "./prop-kinds.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { defined } from "./props.js";
import type { IVirtualMachine } from "./virtual-machine.js";

export interface VirtualMachineBackup {
  /** Whether the tool takes the NVRAM along, without which a virtual TPM is restored without its secrets. */
  readonly includeNvram: boolean;
  /**
   * The machine that attaches the disks to itself to read them (HotAdd). It reads encrypted disks only if it is encrypted
   * itself; a virtual TPM is enough.
   *
   * @default - the disks are read over the network (NBDSSL)
   */
  readonly proxy?: IVirtualMachine;
}

const BACKUP_PROPS: PropNames<VirtualMachineBackup> = {
  includeNvram: "required",
  proxy: "optional",
};

/** As the generated bindings take it. */
export function toBackupAttribute(machine: Construct, backup: VirtualMachineBackup) {
  checkProps(machine, backup, BACKUP_PROPS, "backup");
  const { includeNvram, proxy } = backup;
  if (proxy !== undefined) checkKind(machine, "backup.proxy", proxy, MACHINE);
  return { includeNvram, ...defined({ proxy: proxy?.machineId }) };
}
