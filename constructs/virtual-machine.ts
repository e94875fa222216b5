// A virtual machine, with what of it is encrypted. It waits for everything that must be in place before its
// key arrives, so that hosts with key persistence keep that key.

import { Construct, type IConstruct } from "constructs";
import { VTPM_HARDWARE_VERSION_MINIMUM } from "../src/vsphere/versions.js";
import type { ITerraformDependable } from "./cdk.js";
import type { ICluster } from "./cluster.js";
import { waitFor } from "./dependencies.js";
import { VirtualMachine as VirtualMachineResource } from "./generated/virtual-machine/index.js";
import { checkedProvider, type IKeyProvider } from "./key-provider.js";
import { PRIMARY_CHILD } from "./logical-id.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { checkedName, defined, isLiteral, misuse, shown } from "./props.js";
import { defaultIn, hostsOf, namedProvidersOf, usersOf } from "./relation.js";
import { Stack } from "./stack.js";
import { TrustedKeyProvider } from "./trusted-key-provider.js";
import { claimPath } from "./unique-path.js";

export interface IVirtualMachine extends IConstruct, ITerraformDependable {
  readonly cluster: ICluster;
  /** Inventory path, as a reference: who holds it is created after the machine. */
  readonly machineId: string;
  /** Name as it was given. */
  readonly machineName: string;
  /** Inventory path, written out; who holds it is not ordered after the machine. */
  readonly inventoryPath: string;
  /** Ids of its workloads: `vm:PATH` when encrypted, `vtpm:PATH` with a virtual TPM. */
  readonly workloads: readonly string[];
  /** The key provider of its home key; undefined while nothing of it is encrypted. */
  readonly homeKeyProvider: IKeyProvider | undefined;
}

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
   * Virtual hardware version. A virtual TPM needs 14 or later.
   *
   * @default 19
   */
  readonly hardwareVersion?: number;
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
}

const PROPS: PropNames<VirtualMachineProps> = {
  cluster: "required",
  name: "optional",
  encrypted: "optional",
  keyProvider: "optional",
  disks: "optional",
  vtpm: "optional",
  firmware: "optional",
  hardwareVersion: "optional",
  powerState: "optional",
  autostart: "optional",
};

const DISK_PROPS: PropNames<VirtualMachineDisk> = {
  name: "required",
  sizeGib: "required",
  encrypted: "optional",
  keyProvider: "optional",
};

export class VirtualMachine extends Construct implements IVirtualMachine {
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
    const { cluster, name, keyProvider, disks, ...optional } = props;
    this.cluster = cluster;
    this.machineName = checkedName(this, name);
    this.encrypted = props.encrypted ?? false;
    this.vtpm = props.vtpm ?? false;
    this.#named = keyProvider;
    this.#ofDisks = (disks ?? []).flatMap((disk) => disk.keyProvider ?? []);
    checkVtpm(this, props);
    checkDisks(this, disks ?? []);
    this.#useProviders(disks ?? []);
    this.#resource = new VirtualMachineResource(this, PRIMARY_CHILD, {
      name: this.machineName,
      cluster: cluster.clusterId,
      ...defined(optional),
      ...defined({ keyProvider: keyProvider?.reference, disks: disks?.map(toDiskAttribute) }),
    });
    claimPath(this, "inventory", [cluster.vcenter.vcenterName, "vm", this.machineName]);
    const { firmware } = props;
    this.node.addValidation({
      validate: () => [...this.#lacksProvider(), ...trustErrors(this, firmware)],
    });
    Stack.of(this).onSettle(() => waitFor(this.#resource, this.#prerequisites()));
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
    const kinds = [...(this.encrypted ? ["vm"] : []), ...(this.vtpm ? ["vtpm"] : [])];
    return kinds.map((kind) => `${kind}:${this.inventoryPath}`);
  }

  get homeKeyProvider(): IKeyProvider | undefined {
    if (!this.encrypted && !this.vtpm) return undefined;
    return this.#named ?? defaultIn(this.cluster)?.keyProvider;
  }

  /** Key providers of the home key and of disks with a key of their own. */
  get keyProviders(): readonly IKeyProvider[] {
    const home = this.homeKeyProvider;
    return [...new Set([...(home === undefined ? [] : [home]), ...this.#ofDisks])];
  }

  #useProviders(disks: readonly VirtualMachineDisk[]): void {
    for (const provider of [this.#named, ...disks.map((disk) => disk.keyProvider)]) {
      if (provider === undefined) continue;
      checkedProvider(this, this.cluster.vcenter, provider);
      namedProvidersOf.add(this.cluster, provider);
      usersOf.add(provider, this);
    }
  }

  /**
   * Hosts first: only a host that already has key persistence on stores the keys it is given. The key
   * provider itself, and with it trust and backup, is waited for through its name or the default.
   */
  #prerequisites() {
    const needsKeys = this.encrypted || this.vtpm;
    const byDefault = needsKeys ? defaultIn(this.cluster) : undefined;
    return [...hostsOf.of(this.cluster), ...(byDefault === undefined ? [] : [byDefault])];
  }

  #lacksProvider(): string[] {
    if ((!this.encrypted && !this.vtpm) || this.homeKeyProvider !== undefined) return [];
    return [
      `This machine ${this.encrypted ? "is encrypted" : "has a virtual TPM"}, and no key provider is named or is ` +
        "the default of its cluster or vCenter. Pass keyProvider, or declare a DefaultKeyProvider.",
    ];
  }
}

/** FC-62 (vSphere Security, Trust Authority Prerequisites): EFI firmware, and hosts that can be attested. */
function trustErrors(
  machine: VirtualMachine,
  firmware: VirtualMachineProps["firmware"],
): readonly string[] {
  return machine.keyProviders.flatMap((provider) => {
    if (!(provider instanceof TrustedKeyProvider)) return [];
    const name = shown(provider.keyProviderName, provider);
    const isTrusted = provider.trustAuthority.trustedClusters.includes(machine.cluster);
    const cluster = shown(machine.cluster.clusterName, machine.cluster);
    return [
      ...(firmware === "bios"
        ? [
            `Keys of the trusted key provider ${name} need EFI firmware, and this machine has firmware: "bios".`,
          ]
        : []),
      ...(isTrusted
        ? []
        : [
            `No host of ${cluster} gets a key of the trusted key provider ${name}: its Trust Authority does not ` +
              "trust that cluster. Add it to the trustedClusters of " +
              `${provider.trustAuthority.node.path}.`,
          ]),
    ];
  });
}

/** FC-45 (vSphere Security, Virtual Trusted Platform Module Overview). */
function checkVtpm(machine: VirtualMachine, props: VirtualMachineProps): void {
  if (!machine.vtpm) return;
  const { firmware, hardwareVersion } = props;
  if (firmware === "bios") {
    throw misuse(
      machine,
      'A virtual TPM needs EFI firmware, and this machine has firmware: "bios".',
    );
  }
  if (hardwareVersion === undefined || !isLiteral(hardwareVersion)) return;
  if (hardwareVersion < VTPM_HARDWARE_VERSION_MINIMUM) {
    throw misuse(
      machine,
      `A virtual TPM needs hardware version ${VTPM_HARDWARE_VERSION_MINIMUM} or later, and this machine has ` +
        `${hardwareVersion}.`,
    );
  }
}

/** VCF security guidelines, VM Encryption FAQ: an encrypted disk needs an encrypted home. */
function checkDisks(machine: VirtualMachine, disks: readonly VirtualMachineDisk[]): void {
  for (const disk of disks) {
    const isEncrypted = disk.encrypted ?? machine.encrypted;
    if (isEncrypted && !machine.encrypted && !machine.vtpm) {
      throw misuse(
        machine,
        `The disk ${disk.name} is encrypted and the machine is not; vSphere attaches an encrypted disk only to an ` +
          "encrypted machine. Set encrypted: true.",
      );
    }
    if (!isEncrypted && disk.keyProvider !== undefined) {
      throw misuse(machine, `The disk ${disk.name} names a key provider and is not encrypted.`);
    }
  }
}

function toDiskAttribute({ keyProvider, ...disk }: VirtualMachineDisk) {
  return { ...defined(disk), ...defined({ keyProvider: keyProvider?.reference }) };
}
