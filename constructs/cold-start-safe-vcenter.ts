// The pattern of a vCenter that starts from nothing: after a power cut of the whole site, whatever brings keys must not
// itself wait for a key that it would bring. vCenter and its key servers run in a management cluster of their own, open or
// encrypted by a native key provider that its hosts derive the keys of; standard keys are for everything else.

import { Construct } from "constructs";
import { Cluster } from "./cluster.js";
import { DefaultKeyProvider } from "./default-key-provider.js";
import { addHosts, addMachine, checkHostnames, type EqualHostsProps } from "./equal-hosts.js";
import type { EsxiHost } from "./esxi-host.js";
import { KeyServer } from "./key-server.js";
import { NativeKeyProvider, type NativeKeyProviderBackup } from "./native-key-provider.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { defined, shown } from "./props.js";
import { isSameObject } from "./same-object.js";
import type { ISite } from "./site.js";
import { StandardKeyProvider } from "./standard-key-provider.js";
import { VCenter } from "./vcenter.js";
import { VirtualMachine, type VirtualMachineProps } from "./virtual-machine.js";

/** A key server that runs beside vCenter. */
export interface ManagedKeyServer {
  /** Name of the key server, and of the machine it runs in. */
  readonly name: string;
  /** Host name or IP address. */
  readonly address: string;
}

export interface ColdStartSafeVCenterProps extends EqualHostsProps {
  /** vCenter release, such as "8.0 U3". */
  readonly vcenterVersion: string;
  /** Its key servers, which replicate each other; none for a site that needs none. */
  readonly managedKeyServers: readonly ManagedKeyServer[];
  /**
   * Name of the vCenter, and of the machine it runs in.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Site it all stands at.
   *
   * @default - the Site it is declared in, else the site "default"
   */
  readonly site?: ISite;
  /**
   * Encrypts vCenter and the key servers by a native key provider of this name and backup.
   *
   * @default - they are not encrypted
   */
  readonly nativeKeyProvider?: NativeManagementKeys;
}

export interface NativeManagementKeys {
  readonly name: string;
  readonly backup: NativeKeyProviderBackup;
}

const PROPS: PropNames<ColdStartSafeVCenterProps> = {
  vcenterVersion: "required",
  managedKeyServers: "required",
  hostnames: "required",
  version: "required",
  name: "optional",
  site: "optional",
  nativeKeyProvider: "optional",
  tpm: "optional",
  physicalSecurity: "optional",
  recoveryKeyLocation: "optional",
};

const KEY_SERVER_PROPS: PropNames<ManagedKeyServer> = { name: "required", address: "required" };

const NATIVE_PROPS: PropNames<NativeManagementKeys> = { name: "required", backup: "required" };

export class ColdStartSafeVCenter extends Construct {
  readonly vcenter: VCenter;
  /** Where vCenter and the key servers run. */
  readonly cluster: Cluster;
  readonly hosts: readonly EsxiHost[];
  readonly keyServers: readonly KeyServer[];
  /** Asks the key servers; undefined without any. For everything but the management cluster. */
  readonly keyProvider: StandardKeyProvider | undefined;

  constructor(scope: Construct, id: string, props: ColdStartSafeVCenterProps) {
    super(scope, id);
    checkProps(this, props, PROPS);
    checkHostnames(this, props.hostnames);
    checkNestedProps(this, props);
    const { vcenterVersion, name = id, site, nativeKeyProvider } = props;
    const here = defined({ site });
    this.vcenter = new VCenter(this, "VCenter", { name, version: vcenterVersion, ...here });
    const cluster = { vcenter: this.vcenter, name: "management", ...here };
    this.cluster = new Cluster(this, "Cluster", cluster);
    this.hosts = addHosts(this, this.cluster, props);
    const keys = this.#managementKeys(nativeKeyProvider);
    this.vcenter.runsOn(addMachine(this, name, keys));
    this.keyServers = props.managedKeyServers.map((server) =>
      this.#addKeyServer(server, props, keys),
    );
    this.keyProvider = this.#addKeyProvider();
    this.node.addValidation({ validate: () => this.#waitingForKeyServers() });
  }

  /** Declares another machine of the management cluster. */
  addVirtualMachine(id: string, props: Omit<VirtualMachineProps, "cluster"> = {}): VirtualMachine {
    return addMachine(this, id, props);
  }

  /** The default of the cluster too, so that its hosts derive their host keys and fetch none. */
  #managementKeys(native: NativeManagementKeys | undefined) {
    if (native === undefined) return {};
    const { vcenter } = this;
    const keyProvider = new NativeKeyProvider(this, "NativeKeyProvider", { vcenter, ...native });
    new DefaultKeyProvider(this, "DefaultKeyProvider", { entity: this.cluster, keyProvider });
    return { encrypted: true, keyProvider };
  }

  #addKeyServer(
    { name, address }: ManagedKeyServer,
    { site }: ColdStartSafeVCenterProps,
    keys: Pick<VirtualMachineProps, "encrypted" | "keyProvider">,
  ): KeyServer {
    const server = new KeyServer(this, `KeyServer-${name}`, {
      vcenter: this.vcenter,
      name,
      address,
      replicationGroup: this.vcenter.vcenterName,
      ...defined({ site }),
    });
    server.runsOn(addMachine(this, name, keys));
    return server;
  }

  #addKeyProvider(): StandardKeyProvider | undefined {
    const { vcenter, keyServers } = this;
    if (keyServers.length === 0) return undefined;
    return new StandardKeyProvider(this, "StandardKeyProvider", {
      vcenter,
      name: "standard",
      keyServers,
    });
  }

  /** FC-01 and FC-02 of the whole cluster: its hosts fetch host keys for any machine with a standard key. */
  #waitingForKeyServers(): string[] {
    const machines = this.node.root.node.findAll().filter((c) => c instanceof VirtualMachine);
    return machines.flatMap((machine) => {
      const provider = machine.keyProviders.find(({ kind }) => kind === "standard");
      if (provider === undefined || !isSameObject(machine.cluster, this.cluster)) return [];
      return [
        `${machine.node.path} is encrypted by the standard key provider ` +
          `${shown(provider.keyProviderName, provider)}, and runs in the management cluster, where vCenter and the key ` +
          "servers run that would bring its key: after a power cut the cluster would wait for itself (FC-01, FC-02). Do " +
          "not encrypt it, encrypt it by a native key provider, or run it in another cluster.",
      ];
    });
  }
}

function checkNestedProps(pattern: Construct, props: ColdStartSafeVCenterProps): void {
  props.managedKeyServers.forEach((server, i) => {
    checkProps(pattern, server, KEY_SERVER_PROPS, `managedKeyServers[${i}]`);
  });
  const { nativeKeyProvider } = props;
  if (nativeKeyProvider !== undefined) {
    checkProps(pattern, nativeKeyProvider, NATIVE_PROPS, "nativeKeyProvider");
  }
}
