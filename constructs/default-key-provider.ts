// The default key provider of a vCenter or of one cluster: what encryption uses when none is named.

import { Construct } from "constructs";
import { CLUSTER_DEFAULT_KEY_PROVIDER_MINIMUM } from "../src/vsphere/versions.js";
import type { ITerraformDependable } from "./cdk.js";
import type { ICluster } from "./cluster.js";
import { DefaultKeyProvider as DefaultKeyProviderResource } from "./generated/default-key-provider/index.js";
import { checkedProvider, type IKeyProvider } from "./key-provider.js";
import { PRIMARY_CHILD } from "./logical-id.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { isKnownBefore, misuse } from "./props.js";
import { defaultsOf, usersOf } from "./relation.js";
import { Stack } from "./stack.js";
import { claimPath } from "./unique-path.js";
import type { IVCenter } from "./vcenter.js";

export interface DefaultKeyProviderProps {
  /** What it is the default of: a vCenter, or one cluster (vCenter 8.0 U1 or later). */
  readonly entity: IVCenter | ICluster;
  /** A key provider of that vCenter. */
  readonly keyProvider: IKeyProvider;
}

const PROPS: PropNames<DefaultKeyProviderProps> = {
  entity: "required",
  keyProvider: "required",
};

export class DefaultKeyProvider extends Construct implements ITerraformDependable {
  readonly keyProvider: IKeyProvider;
  readonly #resource: DefaultKeyProviderResource;

  constructor(scope: Construct, id: string, props: DefaultKeyProviderProps) {
    super(scope, id);
    checkProps(this, props, PROPS);
    Stack.of(this);
    const { entity, keyProvider } = props;
    const vcenter = isCluster(entity) ? entity.vcenter : entity;
    if (isCluster(entity)) checkVersion(this, vcenter);
    this.keyProvider = checkedProvider(this, vcenter, keyProvider);
    this.#resource = new DefaultKeyProviderResource(this, PRIMARY_CHILD, {
      entity: isCluster(entity) ? entity.clusterId : entity.vcenterId,
      keyProvider: keyProvider.reference,
    });
    defaultsOf.add(entity, this);
    usersOf.add(keyProvider, this);
    const path = isCluster(entity)
      ? [vcenter.vcenterName, entity.clusterName]
      : [vcenter.vcenterName];
    claimPath(this, "inventory", [...path, "default-kp"]);
  }

  get fqn(): string {
    return this.#resource.fqn;
  }
}

function isCluster(entity: IVCenter | ICluster): entity is ICluster {
  return "clusterId" in entity;
}

/** VCF security guidelines, Key Providers FAQ. */
function checkVersion(construct: DefaultKeyProvider, { version }: IVCenter): void {
  if (!isKnownBefore(version, CLUSTER_DEFAULT_KEY_PROVIDER_MINIMUM)) return;
  throw misuse(
    construct,
    `A cluster has a default key provider of its own only from vCenter ${CLUSTER_DEFAULT_KEY_PROVIDER_MINIMUM} on; ` +
      `this vCenter is ${version}. Upgrade it, or set the default of the vCenter.`,
  );
}
