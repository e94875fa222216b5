// A cluster of ESXi hosts, all of which hold the keys of every encrypted machine in it.

import { Construct, type IConstruct } from "constructs";
import { CLUSTER_HOST_KEY_PROVIDER_MINIMUM } from "../src/vsphere/versions.js";
import type { ITerraformDependable } from "./cdk.js";
import { Cluster as ClusterResource } from "./generated/cluster/index.js";
import { checkKeyPersistence, type KeyPersistence } from "./key-persistence.js";
import { checkExistingKey, checkedProvider, type IKeyProvider } from "./key-provider.js";
import { PRIMARY_CHILD } from "./logical-id.js";
import { type LookedUpCluster, lookUpCluster } from "./lookups.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { checkedName, defined, isKnownBefore, misuse } from "./props.js";
import { ClusterReference } from "./references.js";
import { namedProvidersOf, usersOf } from "./relation.js";
import { type ISite, Site } from "./site.js";
import { Stack } from "./stack.js";
import { claimPath } from "./unique-path.js";
import type { IVCenter } from "./vcenter.js";

export interface ICluster extends IConstruct {
  readonly vcenter: IVCenter;
  /** Inventory path, as a reference: who holds it is created after the cluster. */
  readonly clusterId: string;
  /** Name as it was given. */
  readonly clusterName: string;
  readonly site?: ISite | undefined;
  readonly keyPersistence?: KeyPersistence | undefined;
  /** Undefined where the program does not declare the cluster. */
  readonly role?: "workload" | "trust-authority" | undefined;
  /** Undefined stands for "shared". */
  readonly storage?: "shared" | "local" | "vsan" | undefined;
}

export interface ClusterProps {
  /** The vCenter that manages it. */
  readonly vcenter: IVCenter;
  /**
   * Name of the cluster.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Site of its hosts, unless they say otherwise.
   *
   * @default - the Site it is declared in, else the site "default"
   */
  readonly site?: ISite;
  /**
   * Key persistence of its hosts, unless they say otherwise.
   *
   * @default - that of each host's site, else off
   */
  readonly keyPersistence?: KeyPersistence;
  /**
   * vSphere HA: machines that lose their host start on another host of the cluster.
   *
   * @default true
   */
  readonly ha?: boolean;
  /**
   * Whether hosts enter encryption mode when first needed or at once.
   *
   * @default "onDemand"
   */
  readonly cryptoMode?: "onDemand" | "forceEnable";
  /**
   * Key provider that issues the host keys of this cluster (vCenter 8.0 U3 or later).
   *
   * @default - the default key provider
   */
  readonly hostKeyProvider?: IKeyProvider;
  /**
   * Id of an existing key of hostKeyProvider, a StandardKeyProvider: the host key of every host that enters encryption
   * mode from then on.
   *
   * @default - a new key for each host
   */
  readonly hostKeyId?: string;
  /**
   * Where the machines' files are: on storage that every host reads, on the disks of the host they run on,
   * unreadable while that host is down, or on the disks of all hosts together (vSAN).
   *
   * @default "shared"
   */
  readonly storage?: "shared" | "local" | "vsan";
  /**
   * What it is for: virtual machines, or the services of a Trust Authority.
   *
   * @default "workload"
   */
  readonly role?: "workload" | "trust-authority";
  /**
   * Quick Boot: upgrades restart ESXi without the firmware. Before 8.0 U1 it is refused on a host with a TPM.
   *
   * @default false
   */
  readonly quickBoot?: boolean;
}

/** Steps of inventory paths below a vCenter that no cluster can be called. */
const RESERVED_NAMES = ["vm", "kms", "kp", "default-kp", "trust-authority"];

const PROPS: PropNames<ClusterProps> = {
  vcenter: "required",
  name: "optional",
  site: "optional",
  keyPersistence: "optional",
  ha: "optional",
  cryptoMode: "optional",
  hostKeyProvider: "optional",
  hostKeyId: "optional",
  storage: "optional",
  role: "optional",
  quickBoot: "optional",
};

export class Cluster extends Construct implements ICluster, ITerraformDependable {
  readonly vcenter: IVCenter;
  readonly clusterName: string;
  readonly site: ISite | undefined;
  readonly role: "workload" | "trust-authority";
  readonly storage: "shared" | "local" | "vsan" | undefined;
  /** May be set until the program ends. */
  keyPersistence: KeyPersistence | undefined;
  readonly #resource: ClusterResource;

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    checkProps(this, props, PROPS);
    checkKeyPersistence(this, props.keyPersistence);
    Stack.of(this);
    this.vcenter = props.vcenter;
    this.clusterName = checkedClusterName(this, props.name);
    this.site = props.site ?? Site.around(this);
    this.role = props.role ?? "workload";
    this.storage = props.storage;
    this.keyPersistence = props.keyPersistence;
    checkHostKeyProvider(this, props.hostKeyProvider);
    if (props.hostKeyId !== undefined) {
      checkExistingKey(this, {
        provider: props.hostKeyProvider,
        names: ["hostKeyId", "hostKeyProvider"],
      });
    }
    this.#resource = new ClusterResource(this, PRIMARY_CHILD, {
      vcenter: props.vcenter.vcenterId,
      name: this.clusterName,
      ...defined({
        ha: props.ha,
        cryptoMode: props.cryptoMode,
        hostKeyProvider: props.hostKeyProvider?.reference,
        hostKeyId: props.hostKeyId,
        storage: props.storage,
        role: props.role,
        quickBoot: props.quickBoot,
      }),
    });
    claimPath(this, "inventory", [props.vcenter.vcenterName, this.clusterName]);
  }

  /**
   * A cluster that this program does not declare. It becomes nothing and orders nothing.
   *
   * @param clusterPath - `VCENTER/CLUSTER`
   */
  static fromClusterPath(scope: Construct, id: string, clusterPath: string): ICluster {
    return new ClusterReference(scope, id, clusterPath);
  }

  /** As {@link fromClusterPath}, looked up: it must be there, and its attributes may be used. */
  static fromLookup(scope: Construct, id: string, clusterPath: string): LookedUpCluster {
    return lookUpCluster(scope, id, clusterPath);
  }

  get clusterId(): string {
    return this.#resource.id;
  }

  get fqn(): string {
    return this.#resource.fqn;
  }
}

function checkedClusterName(cluster: Cluster, given: string | undefined): string {
  const name = checkedName(cluster, given);
  if (!RESERVED_NAMES.includes(name)) return name;
  throw misuse(
    cluster,
    `A cluster cannot be called "${name}", since inventory paths use that name themselves.`,
  );
}

/** vSphere API, ClusterComputeResource.SetCryptoMode with a policy. */
function checkHostKeyProvider(cluster: Cluster, provider: IKeyProvider | undefined): void {
  if (provider === undefined) return;
  const { vcenter } = checkedProvider(cluster, cluster.vcenter, provider);
  if (isKnownBefore(vcenter.version, CLUSTER_HOST_KEY_PROVIDER_MINIMUM)) {
    throw misuse(
      cluster,
      `A cluster has a key provider of its own for host keys only from vCenter ${CLUSTER_HOST_KEY_PROVIDER_MINIMUM} on; ` +
        `this vCenter is ${vcenter.version}. Upgrade it, or leave hostKeyProvider out to use the default.`,
    );
  }
  namedProvidersOf.add(cluster, provider);
  usersOf.add(provider, cluster);
}
