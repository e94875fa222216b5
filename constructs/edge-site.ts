// The pattern of a small place without a key server of its own: a site, one cluster, a few equal hosts, and
// the machines on them.

import { Construct } from "constructs";
import { Cluster } from "./cluster.js";
import { DefaultKeyProvider } from "./default-key-provider.js";
import { addHosts, addMachine, checkHostnames, type EqualHostsProps } from "./equal-hosts.js";
import type { EsxiHost } from "./esxi-host.js";
import type { KeyPersistence } from "./key-persistence.js";
import type { IKeyProvider } from "./key-provider.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { defined } from "./props.js";
import { Site } from "./site.js";
import type { IVCenter } from "./vcenter.js";
import type { VirtualMachine, VirtualMachineProps } from "./virtual-machine.js";

export interface EdgeSiteProps extends EqualHostsProps {
  /** The vCenter that manages it, usually in a data centre. */
  readonly vcenter: IVCenter;
  /**
   * Name of the site and of its cluster.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Default key provider of its cluster (vCenter 8.0 U1 or later).
   *
   * @default - the default of the vCenter
   */
  readonly keyProvider?: IKeyProvider;
  /**
   * Whether its hosts keep the keys they were given, so that they need no key server after a reboot.
   *
   * @default false
   */
  readonly keyPersistence?: KeyPersistence;
  /**
   * vSphere HA: machines that lose their host start on another one.
   *
   * @default true
   */
  readonly ha?: boolean;
  /**
   * Where the machines' files are: on storage that every host reads, on the disks of the host they run on, or on the
   * disks of all hosts together (vSAN).
   *
   * @default "shared"
   */
  readonly storage?: "shared" | "local" | "vsan";
}

const PROPS: PropNames<EdgeSiteProps> = {
  vcenter: "required",
  hostnames: "required",
  version: "required",
  name: "optional",
  keyProvider: "optional",
  keyPersistence: "optional",
  tpm: "optional",
  physicalSecurity: "optional",
  recoveryKeyLocation: "optional",
  ha: "optional",
  storage: "optional",
};

export class EdgeSite extends Construct {
  readonly site: Site;
  readonly cluster: Cluster;
  readonly hosts: readonly EsxiHost[];

  constructor(scope: Construct, id: string, props: EdgeSiteProps) {
    super(scope, id);
    checkProps(this, props, PROPS);
    checkHostnames(this, props.hostnames);
    const name = props.name ?? id;
    const { vcenter, keyPersistence, ha, storage, keyProvider } = props;
    this.site = new Site(this, "Site", { name, ...defined({ keyPersistence }) });
    this.cluster = new Cluster(this, "Cluster", {
      vcenter,
      name,
      site: this.site,
      ...defined({ ha, storage }),
    });
    this.hosts = addHosts(this, this.cluster, props);
    if (keyProvider !== undefined) {
      new DefaultKeyProvider(this, "DefaultKeyProvider", { entity: this.cluster, keyProvider });
    }
  }

  /** Declares a machine that runs at this site. */
  addVirtualMachine(id: string, props: Omit<VirtualMachineProps, "cluster"> = {}): VirtualMachine {
    return addMachine(this, id, props);
  }
}
