// Objects that the program does not declare and has looked up: references whose objects must be there, or the plan
// says what is missing, and whose attributes may be used. Who holds the id of one waits for the look-up.

import type { Construct } from "constructs";
import type { ICluster } from "./cluster.js";
import type { IEsxiHost } from "./esxi-host.js";
import { DataHoldfastCluster } from "./generated/data-holdfast-cluster/index.js";
import { DataHoldfastHost } from "./generated/data-holdfast-host/index.js";
import { DataHoldfastKeyServer } from "./generated/data-holdfast-key-server/index.js";
import { DataHoldfastNativeKeyProvider } from "./generated/data-holdfast-native-key-provider/index.js";
import { DataHoldfastStandardKeyProvider } from "./generated/data-holdfast-standard-key-provider/index.js";
import { DataHoldfastTrustAuthority } from "./generated/data-holdfast-trust-authority/index.js";
import { DataHoldfastTrustedKeyProvider } from "./generated/data-holdfast-trusted-key-provider/index.js";
import { DataHoldfastVcenter } from "./generated/data-holdfast-vcenter/index.js";
import { DataHoldfastVirtualMachine } from "./generated/data-holdfast-virtual-machine/index.js";
import type { IKeyProvider } from "./key-provider.js";
import type { IKeyServer } from "./key-server.js";
import { PRIMARY_CHILD } from "./logical-id.js";
import {
  ClusterReference,
  HostReference,
  KeyProviderReference,
  KeyServerReference,
  MachineReference,
  type NameInVCenter,
  TrustAuthorityReference,
  VCenterReference,
} from "./references.js";
import { Stack } from "./stack.js";
import type { ITrustAuthority } from "./trust-authority.js";
import type { IVCenter } from "./vcenter.js";
import type { IVirtualMachine } from "./virtual-machine.js";

/** What was looked up, with everything that a vSphere tells of it. */
export type LookedUp<Interface, Attributes> = Interface & {
  /** Known when the plan is made, or after apply where the look-up waits for something. */
  readonly attributes: Attributes;
};

export type LookedUpVCenter = LookedUp<IVCenter, DataHoldfastVcenter>;
export type LookedUpCluster = LookedUp<ICluster, DataHoldfastCluster>;
export type LookedUpHost = LookedUp<IEsxiHost, DataHoldfastHost>;
export type LookedUpMachine = LookedUp<IVirtualMachine, DataHoldfastVirtualMachine>;
export type LookedUpTrustAuthority = LookedUp<ITrustAuthority, DataHoldfastTrustAuthority>;
export type LookedUpKeyServer = LookedUp<IKeyServer, DataHoldfastKeyServer>;
export type LookedUpKeyProvider<Kind extends IKeyProvider["kind"]> = LookedUp<
  IKeyProvider,
  InstanceType<(typeof KEY_PROVIDERS)[Kind]>
>;

export function lookUpVCenter(scope: Construct, id: string, path: string): LookedUpVCenter {
  const reference = new VCenterReference(scope, id, path);
  Stack.of(reference);
  const attributes = new DataHoldfastVcenter(reference, PRIMARY_CHILD, { id: path });
  return withAttributes(reference, attributes, { vcenterId: attributes.id });
}

export function lookUpCluster(scope: Construct, id: string, path: string): LookedUpCluster {
  const reference = new ClusterReference(scope, id, path);
  Stack.of(reference);
  const attributes = new DataHoldfastCluster(reference, PRIMARY_CHILD, { id: path });
  return withAttributes(reference, attributes, { clusterId: attributes.id });
}

export function lookUpHost(scope: Construct, id: string, path: string): LookedUpHost {
  const reference = new HostReference(scope, id, path);
  Stack.of(reference);
  const attributes = new DataHoldfastHost(reference, PRIMARY_CHILD, { id: path });
  return withAttributes(reference, attributes, { hostId: attributes.id });
}

export function lookUpMachine(scope: Construct, id: string, path: string): LookedUpMachine {
  const reference = new MachineReference(scope, id, path);
  Stack.of(reference);
  const attributes = new DataHoldfastVirtualMachine(reference, PRIMARY_CHILD, { id: path });
  return withAttributes(reference, attributes, { machineId: attributes.id });
}

export function lookUpTrustAuthority(
  scope: Construct,
  id: string,
  path: string,
): LookedUpTrustAuthority {
  const reference = new TrustAuthorityReference(scope, id, path);
  Stack.of(reference);
  const attributes = new DataHoldfastTrustAuthority(reference, PRIMARY_CHILD, { id: path });
  return withAttributes(reference, attributes, { trustAuthorityId: attributes.id });
}

export function lookUpKeyServer(
  scope: Construct,
  id: string,
  place: NameInVCenter,
): LookedUpKeyServer {
  const reference = new KeyServerReference(scope, id, place);
  Stack.of(reference);
  const path = reference.keyServerId;
  const attributes = new DataHoldfastKeyServer(reference, PRIMARY_CHILD, { id: path });
  return withAttributes(reference, attributes, { keyServerId: attributes.id });
}

const KEY_PROVIDERS = {
  standard: DataHoldfastStandardKeyProvider,
  native: DataHoldfastNativeKeyProvider,
  trusted: DataHoldfastTrustedKeyProvider,
} as const;

export function lookUpKeyProvider<Kind extends IKeyProvider["kind"]>(
  kind: Kind,
  scope: Construct,
  id: string,
  place: NameInVCenter,
): LookedUpKeyProvider<Kind> {
  const reference = new KeyProviderReference(scope, id, kind, place);
  Stack.of(reference);
  const path = reference.keyProviderId;
  const attributes = new KEY_PROVIDERS[kind](reference, PRIMARY_CHILD, { id: path });
  return withAttributes(reference, attributes as LookedUpKeyProvider<Kind>["attributes"], {
    keyProviderId: attributes.id,
    reference: attributes.name,
  });
}

/** The reference with ids that come from the look-up, so that who holds them waits for it. */
function withAttributes<Reference extends Construct, Attributes>(
  reference: Reference,
  attributes: Attributes,
  ids: { readonly [name in Extract<keyof Reference, `${string}Id` | "reference">]?: string },
): Reference & { readonly attributes: Attributes } {
  for (const [name, value] of Object.entries(ids)) {
    Object.defineProperty(reference, name, { value, enumerable: true });
  }
  return Object.assign(reference, { attributes });
}
