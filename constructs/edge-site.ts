// The pattern of a small place without a key server of its own: a site, one cluster, a few equal hosts, and
// the machines on them.

import { Construct } from "constructs";
import { Cluster } from "./cluster.js";
import { DefaultKeyProvider } from "./default-key-provider.js";
import { EsxiHost, type Tpm } from "./esxi-host.js";
import type { KeyPersistence } from "./key-persistence.js";
import type { IKeyProvider } from "./key-provider.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { defined, misuse } from "./props.js";
import { Site } from "./site.js";
import type { IVCenter } from "./vcenter.js";
import { VirtualMachine, type VirtualMachineProps } from "./virtual-machine.js";

export interface EdgeSiteProps {
  /** The vCenter that manages it, usually in a data centre. */
  readonly vcenter: IVCenter;
  /** Names of its hosts. */
  readonly hostnames: readonly string[];
  /** ESXi release of its hosts, such as "8.0 U3". */
  readonly version: string;
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
   * The TPM 2.0 of its hosts.
   *
   * @default true
   */
  readonly tpm?: boolean | Tpm;
  /**
   * Whether physical access to its hosts is controlled.
   *
   * @default - not said
   */
  readonly physicalSecurity?: "controlled" | "uncontrolled";
  /**
   * Where the recovery keys of its hosts' encrypted configurations are kept, off the hosts.
   *
   * @default - nowhere
   */
  readonly recoveryKeyLocation?: string;
  /**
   * vSphere HA: machines that lose their host start on another one.
   *
   * @default true
   */
  readonly ha?: boolean;
  /**
   * Where the machines' files are: on storage that every host reads, or on the disks of the host they run on.
   *
   * @default "shared"
   */
  readonly storage?: "shared" | "local";
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
    this.hosts = props.hostnames.map((hostname) => this.#addHost(hostname, props));
    if (keyProvider !== undefined) {
      new DefaultKeyProvider(this, "DefaultKeyProvider", { entity: this.cluster, keyProvider });
    }
  }

  /** Declares a machine that runs at this site. */
  addVirtualMachine(id: string, props: Omit<VirtualMachineProps, "cluster"> = {}): VirtualMachine {
    checkMachine(this, id, props);
    return new VirtualMachine(this, id, { ...props, cluster: this.cluster });
  }

  #addHost(hostname: string, props: EdgeSiteProps): EsxiHost {
    const { version, tpm = true, physicalSecurity, recoveryKeyLocation } = props;
    return new EsxiHost(this, hostname, {
      cluster: this.cluster,
      version,
      tpm,
      ...defined({ physicalSecurity, recoveryKeyLocation }),
    });
  }
}

/** Each becomes a construct of its own, and the construct tree would only say that an id is taken. */
function checkHostnames(site: EdgeSite, hostnames: readonly string[]): void {
  if (hostnames.length === 0) {
    const advice = 'Name at least one host, as in hostnames: ["esx01"].';
    throw misuse(site, `hostnames is empty, so that nothing could run at this site. ${advice}`);
  }
  const repeated = hostnames.find((name, i) => hostnames.indexOf(name) !== i);
  if (repeated === undefined) return;
  throw misuse(site, `hostnames lists "${repeated}" twice. Name each host once.`);
}

/** Hosts and machines share the ids of a site; and a machine that is added here cannot run elsewhere. */
function checkMachine(site: EdgeSite, id: string, props: object): void {
  const taken = site.node.tryFindChild(id);
  if (taken !== undefined) {
    throw misuse(
      site,
      `The id "${id}" is taken by ${taken.node.path}. Give the machine another id; its name may be this one still: ` +
        `addVirtualMachine("…", { name: "${id}" }).`,
    );
  }
  if ("cluster" in props) {
    throw misuse(
      site,
      `The machine ${id} runs in the cluster of this site, so it takes no cluster. Declare a VirtualMachine for ` +
        "another one.",
    );
  }
}
