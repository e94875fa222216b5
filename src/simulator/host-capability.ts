// What a host says that it can do with encryption: by its TPM and its last boot, else by its release. Most of it has been the same from 6.7 on, and the rest came
// with releases that the vendor names (vSphere API, HostCapability; Virtual Machine Encryption Interoperability).

import type { HostCapability } from "../provider/backend.js";
import {
  CONFIGURATION_ENCRYPTION_MINIMUM,
  FT_ENCRYPTION_MINIMUM,
  isAtLeast,
  SECURE_BOOT_CAPABILITY_MINIMUM,
} from "../vsphere/versions.js";
import type { HostRecord } from "./records.js";
import { isTpmUsable } from "./tpm.js";

const SINCE_6_7 = {
  cryptoSupported: true,
  encryptedVMotionSupported: true,
  encryptionChangeOnAddRemoveSupported: false,
  encryptionHotOperationSupported: false,
  encryptionWithSnapshotsSupported: false,
  encryptionMemorySaveSupported: true,
  encryptionRDMSupported: false,
  encryptionVFlashSupported: false,
  encryptionCBRCSupported: false,
  encryptionHBRSupported: true,
} as const;

export function describeCapability(host: HostRecord): HostCapability {
  const from = (minimum: string) => isAtLeast(host.version, minimum);
  return {
    ...SINCE_6_7,
    tpmSupported: isTpmUsable(host),
    hostConfigEncryptionSupported: from(CONFIGURATION_ENCRYPTION_MINIMUM),
    uefiSecureBoot: from(SECURE_BOOT_CAPABILITY_MINIMUM) ? host.measured.secureBoot : null,
    encryptedFtSupported: from(FT_ENCRYPTION_MINIMUM),
    encryptionFaultToleranceSupported: from(FT_ENCRYPTION_MINIMUM),
  };
}
