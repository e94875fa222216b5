// A trusted key provider: keys that attested hosts fetch through a Trust Authority, past their vCenter.

import { Construct } from "constructs";
import type { ITerraformDependable } from "./cdk.js";
import { TrustedKeyProvider as TrustedKeyProviderResource } from "./generated/trusted-key-provider/index.js";
import type { IKeyProvider } from "./key-provider.js";
import type { IKeyServer } from "./key-server.js";
import { PRIMARY_CHILD } from "./logical-id.js";
import { type LookedUpKeyProvider, lookUpKeyProvider } from "./lookups.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { checkedName, misuse, shown } from "./props.js";
import { KeyProviderReference, type NameInVCenter } from "./references.js";
import { keyProvidersOf } from "./relation.js";
import { isSameObject } from "./same-object.js";
import { Stack } from "./stack.js";
import { checkTrustRelease, type ITrustAuthority } from "./trust-authority.js";
import { claimPath } from "./unique-path.js";
import type { IVCenter } from "./vcenter.js";

export interface TrustedKeyProviderProps {
  /** The vCenter whose machines it is for. */
  readonly vcenter: IVCenter;
  /** The Trust Authority that serves clusters of that vCenter. */
  readonly trustAuthority: ITrustAuthority;
  /** Id of the primary key on the key servers, under which every key is wrapped. */
  readonly masterKeyId: string;
  /** The key servers behind it, entries of the vCenter of the Trust Authority, tried in turn. */
  readonly keyServers: readonly IKeyServer[];
  /**
   * Name, by which machines, hosts and defaults refer to it. It cannot be changed.
   *
   * @default - the construct's id
   */
  readonly name?: string;
}

const PROPS: PropNames<TrustedKeyProviderProps> = {
  vcenter: "required",
  trustAuthority: "required",
  masterKeyId: "required",
  keyServers: "required",
  name: "optional",
};

export class TrustedKeyProvider extends Construct implements IKeyProvider, ITerraformDependable {
  readonly kind = "trusted";
  readonly vcenter: IVCenter;
  readonly keyProviderName: string;
  readonly trustAuthority: ITrustAuthority;
  readonly keyServers: readonly IKeyServer[];
  readonly #resource: TrustedKeyProviderResource;

  constructor(scope: Construct, id: string, props: TrustedKeyProviderProps) {
    super(scope, id);
    checkProps(this, props, PROPS);
    Stack.of(this);
    this.vcenter = props.vcenter;
    this.keyProviderName = checkedName(this, props.name);
    this.trustAuthority = props.trustAuthority;
    this.keyServers = props.keyServers;
    checkTrustRelease(this, props.vcenter);
    checkAuthority(this);
    checkServers(this);
    this.#resource = new TrustedKeyProviderResource(this, PRIMARY_CHILD, {
      vcenter: props.vcenter.vcenterId,
      name: this.keyProviderName,
      trustAuthority: props.trustAuthority.trustAuthorityId,
      masterKeyId: props.masterKeyId,
      keyServers: props.keyServers.map((server) => server.keyServerId),
    });
    keyProvidersOf.add(props.vcenter, this);
    claimPath(this, "inventory", [props.vcenter.vcenterName, "kp", this.keyProviderName]);
  }

  /** A trusted key provider that this program does not declare. It becomes nothing and orders nothing. */
  static fromName(scope: Construct, id: string, place: NameInVCenter): IKeyProvider {
    return new KeyProviderReference(scope, id, "trusted", place);
  }

  /** As {@link fromName}, looked up: it must be there, and its attributes may be used. */
  static fromLookup(
    scope: Construct,
    id: string,
    place: NameInVCenter,
  ): LookedUpKeyProvider<"trusted"> {
    return lookUpKeyProvider("trusted", scope, id, place);
  }

  get keyProviderId(): string {
    return this.#resource.id;
  }

  get reference(): string {
    return this.#resource.name;
  }

  get fqn(): string {
    return this.#resource.fqn;
  }
}

function checkAuthority(provider: TrustedKeyProvider): void {
  const { trustAuthority, vcenter } = provider;
  const { trustedClusters } = trustAuthority;
  // Whom one of another program trusts, the plan finds.
  if (trustedClusters === undefined) return;
  if (trustedClusters.some((cluster) => isSameObject(cluster.vcenter, vcenter))) return;
  throw misuse(
    provider,
    `${trustAuthority.node.path} trusts no cluster of ${shown(vcenter.vcenterName, vcenter)}, so no host there could ` +
      "have a key of this key provider. Add a cluster to its trustedClusters.",
  );
}

function checkServers(provider: TrustedKeyProvider): void {
  const { keyServers, trustAuthority } = provider;
  if (keyServers.length === 0) {
    throw misuse(provider, "A trusted key provider needs at least one key server, better two.");
  }
  const { vcenter } = trustAuthority.cluster;
  const foreign = keyServers.find((server) => !isSameObject(server.vcenter, vcenter));
  if (foreign === undefined) return;
  throw misuse(
    provider,
    `The key server ${shown(foreign.keyServerName, foreign)} is an entry of another vCenter than that of the Trust ` +
      `Authority. Declare it for ${shown(vcenter.vcenterName, vcenter)}; entries with one address are one server.`,
  );
}
