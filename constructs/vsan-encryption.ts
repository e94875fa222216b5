// Data-at-rest encryption of a cluster's vSAN: whatever the machines are, their files can be read only while enough
// hosts have mounted their disk groups.

import { Construct, type IConstruct } from "constructs";
import type { ITerraformDependable } from "./cdk.js";
import type { ICluster } from "./cluster.js";
import { waitFor } from "./dependencies.js";
import { VsanEncryption as VsanEncryptionResource } from "./generated/vsan-encryption/index.js";
import { checkedProvider, type IKeyProvider } from "./key-provider.js";
import { PRIMARY_CHILD } from "./logical-id.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { defined, isLiteral, misuse, shown } from "./props.js";
import { isReference } from "./references.js";
import { hostsOf, namedProvidersOf, usersOf, vsanEncryptionsOf } from "./relation.js";
import { Stack } from "./stack.js";
import { claimPath } from "./unique-path.js";

export interface IVsanEncryption extends IConstruct, ITerraformDependable {
  readonly cluster: ICluster;
  readonly keyProvider: IKeyProvider;
  /** Inventory path, as a reference. */
  readonly vsanEncryptionId: string;
  /** Id of its workload: `vsan:` and the path of the cluster. */
  readonly workloads: readonly string[];
}

export interface VsanEncryptionProps {
  /** A cluster whose storage is "vsan". */
  readonly cluster: ICluster;
  /** The standard or native key provider of its keys. vSAN does not follow the default one. */
  readonly keyProvider: IKeyProvider;
  /**
   * How many hosts' disk groups may be missing before objects cannot be read.
   *
   * @default 1
   */
  readonly failuresToTolerate?: number;
  /**
   * Raise it for a shallow rekey: a new key encryption key, while everything runs.
   *
   * @default - none is asked for
   */
  readonly kekVersion?: number;
  /**
   * Raise it for a deep rekey: new data keys on every disk group, one host after the other.
   *
   * @default - none is asked for
   */
  readonly dekVersion?: number;
  /**
   * Whether what is on the disks is wiped before they are encrypted anew, which takes longer.
   *
   * @default false
   */
  readonly eraseDisksBeforeUse?: boolean;
  /**
   * Whether disk groups are encrypted anew with fewer copies left meanwhile: faster, and at a risk.
   *
   * @default false
   */
  readonly allowReducedRedundancy?: boolean;
}

const PROPS: PropNames<VsanEncryptionProps> = {
  cluster: "required",
  keyProvider: "required",
  failuresToTolerate: "optional",
  kekVersion: "optional",
  dekVersion: "optional",
  eraseDisksBeforeUse: "optional",
  allowReducedRedundancy: "optional",
};

/** vSAN administration guide, Using Encryption in a vSAN Cluster: external key servers or native. */
const KEY_PROVIDER_KINDS: readonly string[] = ["standard", "native"];

export class VsanEncryption extends Construct implements IVsanEncryption {
  readonly cluster: ICluster;
  readonly keyProvider: IKeyProvider;
  readonly #resource: VsanEncryptionResource;

  constructor(scope: Construct, id: string, props: VsanEncryptionProps) {
    super(scope, id);
    checkProps(this, props, PROPS);
    const { cluster, keyProvider, ...optional } = props;
    this.cluster = cluster;
    this.keyProvider = checkedProvider(this, cluster.vcenter, keyProvider);
    checkStorage(this);
    checkKind(this);
    this.#resource = new VsanEncryptionResource(this, PRIMARY_CHILD, {
      cluster: cluster.clusterId,
      keyProvider: keyProvider.reference,
      ...defined(optional),
    });
    namedProvidersOf.add(cluster, keyProvider);
    usersOf.add(keyProvider, this);
    vsanEncryptionsOf.add(cluster, this);
    claimPath(this, "inventory", [...pathOf(cluster), "vsan-encryption"]);
    Stack.of(this).onSettle(() => waitFor(this.#resource, hostsOf.of(cluster)));
  }

  get vsanEncryptionId(): string {
    return this.#resource.id;
  }

  get fqn(): string {
    return this.#resource.fqn;
  }

  get workloads(): readonly string[] {
    const path = pathOf(this.cluster);
    if (path.every(isLiteral)) return [`vsan:${path.join("/")}`];
    throw misuse(
      this,
      "The path of its cluster is needed literally, so the names of cluster and vCenter must be written out, not be known later.",
    );
  }
}

function pathOf({ vcenter, clusterName }: ICluster): readonly string[] {
  return [vcenter.vcenterName, clusterName];
}

function checkStorage(encryption: VsanEncryption): void {
  const { cluster } = encryption;
  const { storage = "shared" } = cluster;
  if (storage === "vsan" || !isLiteral(storage) || isReference(cluster)) return;
  throw misuse(
    encryption,
    `The storage of the cluster ${shown(cluster.clusterName, cluster)} is "${storage}", so there is no vSAN to ` +
      'encrypt. Declare the cluster with storage: "vsan", or encrypt its machines instead.',
  );
}

/** FC-61: the guide names external key servers and native key providers, and no trusted ones. */
function checkKind(encryption: VsanEncryption): void {
  const { keyProvider } = encryption;
  if (KEY_PROVIDER_KINDS.includes(keyProvider.kind)) return;
  throw misuse(
    encryption,
    `vSAN is encrypted under a standard or a native key provider, and ` +
      `${shown(keyProvider.keyProviderName, keyProvider)} is ${keyProvider.kind} (FC-61). Declare one of those for it.`,
  );
}
