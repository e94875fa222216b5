// The pattern of a cluster that comes through an outage of its key servers: equal hosts that keep their keys, a key
// provider whose keys are not on one server alone, and a floor that holds plans and drills to it.

import { Construct } from "constructs";
import { Cluster } from "./cluster.js";
import { DefaultKeyProvider } from "./default-key-provider.js";
import { addHosts, addMachine, checkHostnames, type EqualHostsProps } from "./equal-hosts.js";
import type { EsxiHost } from "./esxi-host.js";
import type { IKeyProvider } from "./key-provider.js";
import { RequireKeyPersistence, RequireTwoKeyServers } from "./policies.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { defined, misuse } from "./props.js";
import type { ISite } from "./site.js";
import { SurvivalFloor } from "./survival-floor.js";
import type { IVCenter } from "./vcenter.js";
import type { VirtualMachine, VirtualMachineProps } from "./virtual-machine.js";

export interface ResilientClusterProps extends EqualHostsProps {
  /** The vCenter that manages it (8.0 U1 or later). */
  readonly vcenter: IVCenter;
  /** Default key provider of the cluster. A standard one needs two key servers of one replication group. */
  readonly keyProvider: IKeyProvider;
  /** Why its machines have to survive, for whoever meets the floor. */
  readonly reason: string;
  /**
   * The scenario its encrypted machines have to survive, every one of them.
   *
   * @default "provider-outage"
   */
  readonly scenario?: string;
  /**
   * Name of the cluster, and of its floor.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Site of its hosts.
   *
   * @default - the Site it is declared in, else the site "default"
   */
  readonly site?: ISite;
  /**
   * Where the machines' files are: on storage that every host reads, or on the disks of the host they run on.
   *
   * @default "shared"
   */
  readonly storage?: "shared" | "local";
}

const PROPS: PropNames<ResilientClusterProps> = {
  vcenter: "required",
  keyProvider: "required",
  reason: "required",
  hostnames: "required",
  version: "required",
  scenario: "optional",
  name: "optional",
  site: "optional",
  tpm: "optional",
  physicalSecurity: "optional",
  recoveryKeyLocation: "optional",
  storage: "optional",
};

/** One host that comes back with its keys does for a machine; two are needed while one of them is down. */
const HOSTS_MINIMUM = 2;

export class ResilientCluster extends Construct {
  readonly cluster: Cluster;
  readonly hosts: readonly EsxiHost[];
  readonly #floor: Pick<ResilientClusterProps, "reason" | "scenario">;

  constructor(scope: Construct, id: string, props: ResilientClusterProps) {
    super(scope, id);
    checkProps(this, props, PROPS);
    checkHostnames(this, props.hostnames);
    checkHostCount(this, props.hostnames);
    const { vcenter, keyProvider, name = id, site, storage, reason, scenario } = props;
    this.#floor = { reason, ...defined({ scenario }) };
    // A native key provider needs no key persistence, and hosts must not keep what they need not.
    this.cluster = new Cluster(this, "Cluster", {
      vcenter,
      name,
      keyPersistence: keyProvider.kind !== "native",
      ...defined({ site, storage }),
    });
    this.hosts = addHosts(this, this.cluster, props);
    new DefaultKeyProvider(this, "DefaultKeyProvider", { entity: this.cluster, keyProvider });
    new RequireTwoKeyServers().visit(keyProvider);
    for (const host of this.hosts) new RequireKeyPersistence().visit(host);
  }

  /** Declares a machine that runs in this cluster; what of it is encrypted stands under the floor. */
  addVirtualMachine(id: string, props: Omit<VirtualMachineProps, "cluster"> = {}): VirtualMachine {
    const machine = addMachine(this, id, props);
    if (machine.workloads.length > 0) this.#hold(machine);
    return machine;
  }

  /** A floor over nothing would hold everything, so there is none before the first machine. */
  #hold(machine: VirtualMachine): void {
    const floor = this.node.tryFindChild("Floor");
    if (floor instanceof SurvivalFloor) {
      floor.addWorkload(machine);
      return;
    }
    const { reason, scenario = "provider-outage" } = this.#floor;
    const name = this.cluster.clusterName;
    new SurvivalFloor(this, "Floor", { name, scenario, reason, workloads: [machine] });
  }
}

function checkHostCount(cluster: ResilientCluster, hostnames: readonly string[]): void {
  if (hostnames.length >= HOSTS_MINIMUM) return;
  throw misuse(
    cluster,
    `A resilient cluster needs ${HOSTS_MINIMUM} hosts or more, so that one may be down, and hostnames lists ` +
      `${hostnames.length}.`,
  );
}
