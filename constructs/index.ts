// The public surface of Holdfast's constructs: what programs import from "holdfast".

export { App, type AppProps } from "./app.js";
export { Cluster, type ClusterProps, type ICluster } from "./cluster.js";
export {
  ColdStartSafeVCenter,
  type ColdStartSafeVCenterProps,
  type ManagedKeyServer,
} from "./cold-start-safe-vcenter.js";
export { DefaultKeyProvider, type DefaultKeyProviderProps } from "./default-key-provider.js";
export { Drill, type DrillProps } from "./drill.js";
export { EdgeSite, type EdgeSiteProps } from "./edge-site.js";
export type { EqualHostsProps } from "./equal-hosts.js";
export {
  type ConfigurationEncryption,
  EsxiHost,
  type EsxiHostProps,
  type IEsxiHost,
} from "./esxi-host.js";
export { HoldfastFn, type InventoryPathParts } from "./holdfast-fn.js";
export type { KeyPersistence, KeyPersistenceOptions } from "./key-persistence.js";
export type { IKeyProvider } from "./key-provider.js";
export { type IKeyServer, KeyServer, type KeyServerProps } from "./key-server.js";
export type {
  LookedUp,
  LookedUpCluster,
  LookedUpHost,
  LookedUpKeyProvider,
  LookedUpKeyServer,
  LookedUpMachine,
  LookedUpTrustAuthority,
  LookedUpVCenter,
} from "./lookups.js";
export {
  NativeKeyProvider,
  type NativeKeyProviderBackup,
  type NativeKeyProviderProps,
} from "./native-key-provider.js";
export { NetworkPath, type NetworkPathProps } from "./network-path.js";
export {
  ForbidKeyPersistence,
  RequireBackup,
  RequireKeyPersistence,
  RequireRecoveryKey,
  RequireTwoKeyServers,
} from "./policies.js";
export type { PolicyProps } from "./policy.js";
export { EdgeResilience, HardeningGuide9 } from "./policy-packs.js";
export type { NameInVCenter } from "./references.js";
export { ResilientCluster, type ResilientClusterProps } from "./resilient-cluster.js";
export type { InventoryObject } from "./same-object.js";
export { Secret } from "./secret.js";
export { type ISite, Site, type SiteProps } from "./site.js";
export { Stack, type StackProps } from "./stack.js";
export {
  StandardKeyProvider,
  type StandardKeyProviderProps,
  type Wrapping,
} from "./standard-key-provider.js";
export { SurvivalFloor, type SurvivalFloorProps } from "./survival-floor.js";
export { SynthesisError } from "./synthesise.js";
export { literal, type TextPart, text } from "./text.js";
export type { Tpm } from "./tpm.js";
export {
  type ITrustAuthority,
  TrustAuthority,
  type TrustAuthorityProps,
} from "./trust-authority.js";
export { TrustedKeyProvider, type TrustedKeyProviderProps } from "./trusted-key-provider.js";
export { type IVCenter, VCenter, type VCenterProps } from "./vcenter.js";
export {
  type IVirtualMachine,
  VirtualMachine,
  type VirtualMachineProps,
} from "./virtual-machine.js";
export type { VirtualMachineBackup } from "./virtual-machine-backup.js";
export type { VirtualMachineDisk } from "./virtual-machine-disk.js";
export { VirtualTpm, type VirtualTpmProps } from "./virtual-tpm.js";
export {
  type IVsanEncryption,
  VsanEncryption,
  type VsanEncryptionProps,
} from "./vsan-encryption.js";
export { Waiver, type WaiverProps } from "./waiver.js";
