// A disk of a virtual machine, as a program declares it.

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
}

export const DISK_PROPS: PropNames<VirtualMachineDisk> = {
  name: "required",
  sizeGib: "required",
  encrypted: "optional",
  keyProvider: "optional",
  existingKeyId: "optional",
};

/** As the generated bindings take it. */
export function toDiskAttribute({ keyProvider, ...disk }: VirtualMachineDisk) {
  return { ...defined(disk), ...defined({ keyProvider: keyProvider?.reference }) };
}
