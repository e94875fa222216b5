// The records of vSAN: what vCenter knows of a cluster's data-at-rest encryption, and the disk group of each host with
// what the host itself has to open it. Plain JSON, as all records.

import type { ReasonCode } from "../model/survival.js";
import type { VsanEncryptionSpec } from "../provider/backend.js";
import type { Credentials } from "./credentials.js";
import type { EncryptedVolume, HostKeyReference } from "./records.js";

/** One KEK and one host key a cluster (vSAN API, VsanDataEncryptionConfig). vCenter keeps their ids only. */
export interface VsanEncryptionRecord extends VsanEncryptionSpec {
  readonly vcenter: string;
  readonly kek: HostKeyReference;
  readonly hostKey: HostKeyReference;
  /** Rises with each key that is made for it, and with each deep rekey. */
  readonly serial: number;
}

/** What vCenter hands a host, so that it asks key servers itself (vSAN API, VsanHostEncryptionInfo). */
export interface KeyServerAccess extends Partial<Credentials> {
  /** Key provider by name. */
  readonly provider: string;
  /** Key server paths. */
  readonly keyServers: readonly string[];
  readonly clientTrustsServer: boolean;
  readonly serverTrustsClient: boolean;
  /** The end of the host's own copy of the client certificate. */
  readonly clientCertificateNotAfter: string | null;
}

export interface DiskGroupRecord {
  readonly host: string;
  readonly cluster: string;
  /** `starting` from a boot until it is tried for the first time. */
  readonly state: "mounted" | "starting" | "unmounted";
  /** Whether it has ever been mounted: until then it holds nothing that anyone misses. */
  readonly joined: boolean;
  /** Its data key and a sector; null while the cluster's vSAN is not encrypted. */
  readonly volume: EncryptedVolume | null;
  /** Kept on the boot disk; null for a host that was not told, or needs no key server. */
  readonly access: KeyServerAccess | null;
  /** Why it could not be mounted, so that the same failure is told once. */
  readonly failure: ReasonCode | null;
}
