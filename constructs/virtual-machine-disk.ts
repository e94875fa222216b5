// A disk of a virtual machine: what can be said of it, and how it becomes an attribute.

import type { IKeyProvider } from "./key-provider.js";
import type { PropNames } from "./prop-names.js";
import { defined } from "./props.js";

export interface VirtualMachineDisk {
  /** Name, unique within the machine. */
  readonly name: string;
  /** Capacity. */
  readonly sizeGib: number;
  /**
   * Whether it is encrypted.
   *
   * @default - as the machine is
   */
  readonly encrypted?: boolean;
  /**
   * Key provider of this disk's own key.
   *
   * @default - the machine's home key
   */
  readonly keyProvider?: IKeyProvider;
  /**
   * Id of a key that keyProvider, a StandardKeyProvider, has already.
   *
   * @default - a new key; what is there is kept
   */
  readonly existingKeyId?: string;
  /**
   * Controller it is attached to. With "ide", also a shallow rekey needs the machine to be off.
   *
   * @default "scsi"
   */
  readonly controllerType?: "scsi" | "sata" | "nvme" | "ide";
  /**
   * Compatibility mode of a raw device mapping, which is never encrypted.
   *
   * @default - a virtual disk
   */
  readonly rawDeviceMapping?: "physicalMode" | "virtualMode";
}

export const DISK_PROPS: PropNames<VirtualMachineDisk> = {
  name: "required",
  sizeGib: "required",
  encrypted: "optional",
  keyProvider: "optional",
  existingKeyId: "optional",
  controllerType: "optional",
  rawDeviceMapping: "optional",
};

/** As the generated bindings take it. */
export function toDiskAttribute({ keyProvider, ...disk }: VirtualMachineDisk) {
  return { ...defined(disk), ...defined({ keyProvider: keyProvider?.reference }) };
}
