// A vSphere Trust Authority: a cluster of its own that attests the hosts of trusted clusters, and gives attested
// hosts their keys. Everything that has to hold between the two sides is said here.

import { Construct, type IConstruct } from "constructs";
import {
  isAtLeast,
  TRUST_AUTHORITY_DEPRECATED,
  TRUST_AUTHORITY_END,
  TRUST_AUTHORITY_MINIMUM,
} from "../src/vsphere/versions.js";
import { Annotations, type ITerraformDependable } from "./cdk.js";
import type { ICluster } from "./cluster.js";
import { waitFor } from "./dependencies.js";
import type { EsxiHost, IEsxiHost } from "./esxi-host.js";
import { TrustAuthority as TrustAuthorityResource } from "./generated/trust-authority/index.js";
import { PRIMARY_CHILD } from "./logical-id.js";
import { type LookedUpTrustAuthority, lookUpTrustAuthority } from "./lookups.js";
import { checkProps, type PropNames } from "./prop-names.js";
import { checkedVersion, isLiteral, misuse, shown } from "./props.js";
import { TrustAuthorityReference } from "./references.js";
import { authoritiesOf, hostsOf } from "./relation.js";
import { isSameObject } from "./same-object.js";
import { Stack } from "./stack.js";
import { hasUsableTpm } from "./tpm.js";
import { claimPath } from "./unique-path.js";
import type { IVCenter } from "./vcenter.js";

export interface ITrustAuthority extends IConstruct {
  /** Its Trust Authority cluster. */
  readonly cluster: ICluster;
  /** Undefined where the program does not know. */
  readonly trustedClusters?: readonly ICluster[] | undefined;
  /** Inventory path, as a reference: who holds it is created after the Trust Authority. */
  readonly trustAuthorityId: string;
}

export interface TrustAuthorityProps {
  /** Its cluster, of the role "trust-authority", in a vCenter of its own. */
  readonly cluster: ICluster;
  /** The clusters whose hosts it attests. All hosts need a TPM 2.0 and secure boot. */
  readonly trustedClusters: readonly ICluster[];
  /** ESXi releases whose base images are imported, such as "8.0 U2". Add one before you patch a host to it. */
  readonly baseImages: readonly string[];
  /**
   * Hosts whose TPMs are trusted one by one, each by the endorsement key it has when this is applied.
   *
   * @default - every TPM that has a certificate of its maker
   */
  readonly trustedTpms?: readonly IEsxiHost[];
}

const PROPS: PropNames<TrustAuthorityProps> = {
  cluster: "required",
  trustedClusters: "required",
  baseImages: "required",
  trustedTpms: "optional",
};

export class TrustAuthority extends Construct implements ITrustAuthority, ITerraformDependable {
  readonly cluster: ICluster;
  readonly trustedClusters: readonly ICluster[];
  readonly baseImages: readonly string[];
  readonly #resource: TrustAuthorityResource;

  constructor(scope: Construct, id: string, props: TrustAuthorityProps) {
    super(scope, id);
    checkProps(this, props, PROPS);
    const { cluster, trustedClusters, baseImages, trustedTpms } = props;
    this.cluster = cluster;
    this.trustedClusters = trustedClusters;
    this.baseImages = baseImages.map((version) => checkedVersion(this, version));
    checkClusters(this);
    checkTrustRelease(this, cluster.vcenter);
    this.#resource = new TrustAuthorityResource(this, PRIMARY_CHILD, {
      cluster: cluster.clusterId,
      trustedClusters: trustedClusters.map((each) => each.clusterId),
      baseImages: [...this.baseImages],
      ...(trustedTpms === undefined ? {} : { trustedTpms: trustedTpms.map((host) => host.hostId) }),
    });
    for (const { vcenter } of trustedClusters) authoritiesOf.add(vcenter, this);
    claimPath(this, "inventory", [
      cluster.vcenter.vcenterName,
      "trust-authority",
      cluster.clusterName,
    ]);
    this.node.addValidation({ validate: () => [...severalFor(this), ...this.#hostErrors()] });
    Stack.of(this).onSettle(() => waitFor(this.#resource, hostsOf.of(cluster)));
  }

  /**
   * A Trust Authority that this program does not declare. It becomes nothing and orders nothing.
   *
   * @param authorityPath - `VCENTER/trust-authority/CLUSTER`
   */
  static fromAuthorityPath(scope: Construct, id: string, authorityPath: string): ITrustAuthority {
    return new TrustAuthorityReference(scope, id, authorityPath);
  }

  /** As {@link fromAuthorityPath}, looked up: it must be there, and its attributes may be used. */
  static fromLookup(scope: Construct, id: string, authorityPath: string): LookedUpTrustAuthority {
    return lookUpTrustAuthority(scope, id, authorityPath);
  }

  get trustAuthorityId(): string {
    return this.#resource.id;
  }

  get fqn(): string {
    return this.#resource.fqn;
  }

  #hostErrors(): string[] {
    const hosts = this.trustedClusters.flatMap((cluster) => hostsOf.of(cluster));
    return hosts.flatMap((host) => [...untrustable(host), ...lacksImage(this, host)]);
  }
}

/**
 * A vCenter that has Trust Authority; from 8.0 U3 on that is deprecated, and gone in 9.0 (vSphere Automation API,
 * trusted infrastructure).
 *
 * @throws for any other.
 */
export function checkTrustRelease(construct: IConstruct, vcenter: IVCenter): void {
  const { version } = vcenter;
  if (version === undefined || !isLiteral(version)) return;
  const name = shown(vcenter.vcenterName, vcenter);
  const isOver = isAtLeast(version, TRUST_AUTHORITY_END);
  if (isOver || !isAtLeast(version, TRUST_AUTHORITY_MINIMUM)) {
    const when = isOver
      ? `is gone in vSphere ${TRUST_AUTHORITY_END}`
      : `begins with vSphere ${TRUST_AUTHORITY_MINIMUM}`;
    throw misuse(
      construct,
      `vSphere Trust Authority ${when}, and the vCenter ${name} is ${version}. Use a standard or a native key ` +
        "provider there.",
    );
  }
  if (!isAtLeast(version, TRUST_AUTHORITY_DEPRECATED)) return;
  Annotations.of(construct).addWarning(
    `vSphere Trust Authority is deprecated since ${TRUST_AUTHORITY_DEPRECATED} and gone in ${TRUST_AUTHORITY_END}: ` +
      `before ${name} is upgraded to it, everything has to be encrypted under another key provider.`,
  );
}

/** vSphere Security, Trust Authority Topology and Interoperability. */
function checkClusters(authority: TrustAuthority): void {
  const { cluster, trustedClusters } = authority;
  const name = shown(cluster.clusterName, cluster);
  if (cluster.role === "workload") {
    throw misuse(
      authority,
      `The cluster ${name} is one for virtual machines. A Trust Authority runs on a cluster of its own: declare it ` +
        'with role: "trust-authority".',
    );
  }
  if (trustedClusters.length === 0) {
    throw misuse(authority, "A Trust Authority without trusted clusters serves nobody. Name one.");
  }
  for (const trusted of trustedClusters) checkTrustedCluster(authority, trusted);
  const again = trustedClusters.find(
    (each, i) => trustedClusters.findIndex((other) => isSameObject(other, each)) < i,
  );
  if (again === undefined) return;
  throw misuse(authority, `The cluster ${shown(again.clusterName, again)} is listed twice.`);
}

function checkTrustedCluster(authority: TrustAuthority, trusted: ICluster): void {
  const name = shown(trusted.clusterName, trusted);
  if (trusted.role === "trust-authority") {
    throw misuse(
      authority,
      `The cluster ${name} has the role "trust-authority" and is to be trusted. A cluster is one or the other.`,
    );
  }
  if (isSameObject(trusted.vcenter, authority.cluster.vcenter)) {
    throw misuse(
      authority,
      `The cluster ${name} is managed by the vCenter of the Trust Authority, which has to be a system apart. Declare ` +
        "another VCenter for the one or the other.",
    );
  }
  checkTrustRelease(authority, trusted.vcenter);
}

/** vSphere Security, Trust Authority Interoperability. */
function severalFor(authority: TrustAuthority): string[] {
  const vcenters = [...new Set(authority.trustedClusters.map(({ vcenter }) => vcenter))];
  return vcenters.flatMap((vcenter) => {
    const [first] = authoritiesOf.of(vcenter);
    if (first === undefined || first === authority) return [];
    return [
      `Clusters of ${shown(vcenter.vcenterName, vcenter)} are trusted by ${first.node.path} already, and a vCenter ` +
        "has one Trust Authority. Add the clusters to that one.",
    ];
  });
}

/** FC-62 (vSphere Security, Trust Authority Prerequisites). */
function untrustable(host: EsxiHost): string[] {
  const lacks = [
    ...(hasUsableTpm(host) ? [] : ["a TPM 2.0 that ESXi can use (tpm: true)"]),
    ...(host.secureBoot ? [] : ["secure boot (secureBoot: true)"]),
  ];
  if (lacks.length === 0) return [];
  const name = shown(host.hostname, host);
  return [`The trusted host ${name} lacks ${lacks.join(" and ")}: it would never be attested.`];
}

/** FC-51 (vSphere Security, Managing Trust Authority). */
function lacksImage({ baseImages }: TrustAuthority, host: EsxiHost): string[] {
  const { version } = host;
  if (!isLiteral(version) || !baseImages.every(isLiteral) || baseImages.includes(version))
    return [];
  return [
    `The trusted host ${shown(host.hostname, host)} runs ESXi ${version}, and baseImages has only ` +
      `${baseImages.join(", ")}: it would not be attested, and no machine could be powered on there. Import the base ` +
      "image first.",
  ];
}
