// An estate in the making: tables that planned objects are put into, one after the other.

import type { Estate, EstateVirtualMachine } from "../estate.js";

/** An estate whose tables may be changed: copies, of the same facts. */
export interface EstateDraft {
  readonly vcenters: Map<string, Mutable<Estate["vcenters"]>>;
  readonly clusters: Map<string, Mutable<Estate["clusters"]>>;
  readonly hosts: Map<string, Mutable<Estate["hosts"]>>;
  readonly keyServers: Map<string, Mutable<Estate["keyServers"]>>;
  readonly keyProviders: Map<string, Mutable<Estate["keyProviders"]>>;
  readonly virtualMachines: Map<string, EstateVirtualMachine>;
  readonly networkPaths: Map<string, Estate["networkPaths"][number]>;
  readonly floors: Map<string, Estate["floors"][number]>;
}

type Mutable<T> = T extends ReadonlyMap<string, infer V> ? V : never;

/** The provider of a key that names none: the default at the time of encryption, which is that of apply. */
export const DEFAULT_PROVIDER = "";
