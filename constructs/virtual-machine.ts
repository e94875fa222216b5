// A virtual machine, with what of it is encrypted. It waits for everything that must be in place before its
// key arrives, so that hosts with key persistence keep that key.

import { Construct, type IConstruct } from "constructs";
import type { ITerraformDependable } from "./cdk.js";
import type { ICluster } from "./cluster.js";
import { waitFor } from "./dependencies.js";
import { VirtualMachine as VirtualMachineResource } from "./generated/virtual-machine/index.js";
import { checkedProvider, type IKeyProvider } from "./key-provider.js";
import { PRIMARY_CHILD } from "./logical-id.js";
import { type LookedUpMachine, lookUpMachine } from "./lookups.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { checkedName, defined, isLiteral, misuse } from "./props.js";
import { MachineReference } from "./references.js";
import {
  defaultIn,
  defaultProviderIn,
  defaultUsersOf,
  hostsOf,
  namedProvidersOf,
  soleProviderIn,
  usersOf,
  vsanEncryptionsOf,
} from "./relation.js";
import { Stack } from "./stack.js";
import { claimPath } from "./unique-path.js";
import { toBackupAttribute, type VirtualMachineBackup } from "./virtual-machine-backup.js";
import { DISK_PROPS, toDiskAttribute, type VirtualMachineDisk } from "./virtual-machine-disk.js";
import {
  checkDisks,
  checkExistingKeys,
  checkTransferEncryption,
  checkVtpm,
  lacksProvider,
  trustErrors,
} from "./virtual-machine-rules.js";

export interface IVirtualMachine extends IConstruct {
  /** The cluster it runs in; undefined where the program does not know. */
  readonly cluster?: ICluster;
  /** Inventory path, as a reference: who holds it is created after the machine. */
  readonly machineId: string;
  /** Name as it was given. */
  readonly machineName: string;
  /** Inventory path, written out; who holds it is not ordered after the machine. */
  readonly inventoryPath: string;
  /** Id of its workload: `vm:PATH` when encrypted, `vtpm:PATH` when only for its virtual TPM; none when open. */
  readonly workloads: readonly string[];
  /** The key provider of its home key; undefined while nothing of it is encrypted, as far as the program knows. */
  readonly homeKeyProvider: IKeyProvider | undefined;
  /** Key providers of the home key and of disks with a key of their own, as far as the program knows. */
  readonly keyProviders: readonly IKeyProvider[];
}

export interface VirtualMachineProps {
  /** The cluster it runs in. */
  readonly cluster: ICluster;
  /**
   * Name, unique within its vCenter.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Whether its home (configuration, NVRAM, swap) and its disks are encrypted.
   *
   * @default false
   */
  readonly encrypted?: boolean;
  /**
   * Key provider of the home key and of every disk that names none.
   *
   * @default - the default key provider of its cluster, else of its vCenter
   */
  readonly keyProvider?: IKeyProvider;
  /**
   * Id of a key that keyProvider, a StandardKeyProvider, has already: the home key. A change is a shallow rekey.
   *
   * @default - a new key; what is there is kept
   */
  readonly existingKeyId?: string;
  /**
   * Its disks.
   *
   * @default - one of 16 GiB
   */
  readonly disks?: readonly VirtualMachineDisk[];
  /**
   * Whether it has a virtual TPM. Its secrets live in the home, so that is encrypted then.
   *
   * @default false
   */
  readonly vtpm?: boolean;
  /**
   * Firmware. A virtual TPM needs efi.
   *
   * @default "efi"
   */
  readonly firmware?: "efi" | "bios";
  /**
   * Secure boot of its EFI firmware. Keys of a trusted key provider need it.
   *
   * @default true
   */
  readonly efiSecureBootEnabled?: boolean;
  /**
   * Virtual hardware version. A virtual TPM needs 14 or later.
   *
   * @default 19
   */
  readonly hardwareVersion?: number;
  /**
   * Change it to have new keys wrap the data keys, while the machine runs.
   *
   * @default - nothing is rekeyed
   */
  readonly shallowRekeyVersion?: number;
  /**
   * Change it to have new data keys made too, and everything encrypted anew. The machine is off meanwhile, and may have
   * no snapshots.
   *
   * @default - nothing is rekeyed
   */
  readonly deepRekeyVersion?: number;
  /**
   * Whether it runs.
   *
   * @default "poweredOn"
   */
  readonly powerState?: "poweredOn" | "poweredOff";
  /**
   * Whether its host starts it at boot where the cluster has no HA.
   *
   * @default true
   */
  readonly autostart?: boolean;
  /**
   * Encrypted vMotion. With an encrypted home only "required" is allowed.
   *
   * @default - "required" with an encrypted home, else "opportunistic"
   */
  readonly migrateEncryption?: "disabled" | "opportunistic" | "required";
  /**
   * Encrypted Fault Tolerance. With an encrypted home only "ftEncryptionRequired" is allowed.
   *
   * @default - "ftEncryptionRequired" with an encrypted home, else "ftEncryptionOpportunistic"
   */
  readonly ftEncryptionMode?:
    | "ftEncryptionDisabled"
    | "ftEncryptionOpportunistic"
    | "ftEncryptionRequired";
  /**
   * How a backup tool reads it.
   *
   * @default - nothing is known of a backup
   */
  readonly backup?: VirtualMachineBackup;
}

const PROPS: PropNames<VirtualMachineProps> = {
  cluster: "required",
  name: "optional",
  encrypted: "optional",
  keyProvider: "optional",
  existingKeyId: "optional",
  disks: "optional",
  vtpm: "optional",
  firmware: "optional",
  efiSecureBootEnabled: "optional",
  hardwareVersion: "optional",
  shallowRekeyVersion: "optional",
  deepRekeyVersion: "optional",
  powerState: "optional",
  autostart: "optional",
  migrateEncryption: "optional",
  ftEncryptionMode: "optional",
  backup: "optional",
};

export class VirtualMachine extends Construct implements IVirtualMachine, ITerraformDependable {
  readonly cluster: ICluster;
  readonly machineName: string;
  readonly encrypted: boolean;
  readonly vtpm: boolean;
  readonly #named: IKeyProvider | undefined;
  readonly #ofDisks: readonly IKeyProvider[];
  readonly #resource: VirtualMachineResource;

  constructor(scope: Construct, id: string, props: VirtualMachineProps) {
    super(scope, id);
    checkProps(this, props, PROPS);
    props.disks?.forEach((disk, i) => {
      checkProps(this, disk, DISK_PROPS, `disks[${i}]`);
    });
    const { cluster, name, keyProvider, disks, backup, ...optional } = props;
    this.cluster = cluster;
    this.machineName = checkedName(this, name);
    this.encrypted = props.encrypted ?? false;
    this.vtpm = props.vtpm ?? false;
    this.#named = keyProvider;
    this.#ofDisks = (disks ?? []).flatMap((disk) => disk.keyProvider ?? []);
    checkVtpm(this, props);
    checkTransferEncryption(this, props);
    checkDisks(this, disks ?? []);
    checkExistingKeys(this, props);
    this.#useProviders(disks ?? []);
    this.#resource = new VirtualMachineResource(this, PRIMARY_CHILD, {
      name: this.machineName,
      cluster: cluster.clusterId,
      ...defined(optional),
      ...defined({ keyProvider: keyProvider?.reference, disks: disks?.map(toDiskAttribute) }),
      ...defined({ backup: backup && toBackupAttribute(this, backup) }),
    });
    claimPath(this, "inventory", [cluster.vcenter.vcenterName, "vm", this.machineName]);
    this.node.addValidation({
      validate: () => [...lacksProvider(this), ...trustErrors(this, props)],
    });
    Stack.of(this).onSettle(() => waitFor(this.#resource, this.#prerequisites()));
  }

  /**
   * A machine that this program does not declare. It becomes nothing and orders nothing.
   *
   * @param machinePath - `VCENTER/vm/NAME`
   */
  static fromMachinePath(scope: Construct, id: string, machinePath: string): IVirtualMachine {
    return new MachineReference(scope, id, machinePath);
  }

  /** As {@link fromMachinePath}, looked up: it must be there, and its attributes may be used. */
  static fromLookup(scope: Construct, id: string, machinePath: string): LookedUpMachine {
    return lookUpMachine(scope, id, machinePath);
  }

  get machineId(): string {
    return this.#resource.id;
  }

  get fqn(): string {
    return this.#resource.fqn;
  }

  get inventoryPath(): string {
    const { vcenterName } = this.cluster.vcenter;
    if (isLiteral(vcenterName) && isLiteral(this.machineName)) {
      return `${vcenterName}/vm/${this.machineName}`;
    }
    throw misuse(
      this,
      "Its path is needed literally, so its name and its vCenter's must be written out, not be known later.",
    );
  }

  get workloads(): readonly string[] {
    if (!this.encrypted && !this.vtpm) return [];
    return [`${this.encrypted ? "vm" : "vtpm"}:${this.inventoryPath}`];
  }

  get homeKeyProvider(): IKeyProvider | undefined {
    if (!this.encrypted && !this.vtpm) return undefined;
    return this.#named ?? defaultProviderIn(this.cluster);
  }

  get keyProviders(): readonly IKeyProvider[] {
    const home = this.homeKeyProvider;
    return [...new Set([...(home === undefined ? [] : [home]), ...this.#ofDisks])];
  }

  #useProviders(disks: readonly VirtualMachineDisk[]): void {
    const needsKeys = this.encrypted || this.vtpm;
    if (needsKeys && this.#named === undefined) defaultUsersOf.add(this.cluster, this);
    for (const provider of [this.#named, ...disks.map((disk) => disk.keyProvider)]) {
      if (provider === undefined) continue;
      checkedProvider(this, this.cluster.vcenter, provider);
      namedProvidersOf.add(this.cluster, provider);
      usersOf.add(provider, this);
    }
  }

  /**
   * Hosts first: only a host that already has key persistence on stores the keys it is given. Then the encryption of
   * the vSAN that its files go to. The key
   * provider itself, and with it trust and backup, is waited for through its name or the default.
   */
  #prerequisites() {
    const needsKeys = this.encrypted || this.vtpm;
    const sole = this.#named === undefined ? soleProviderIn(this.cluster) : undefined;
    const byDefault = needsKeys ? (defaultIn(this.cluster) ?? sole) : undefined;
    return [
      ...hostsOf.of(this.cluster),
      ...vsanEncryptionsOf.of(this.cluster),
      ...(byDefault === undefined ? [] : [byDefault]),
    ];
  }
}
