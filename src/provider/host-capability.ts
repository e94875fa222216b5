// What a host says that it can do with encryption, by its release and its hardware (vSphere API, HostCapability), as it
// stands in the port to a vSphere and in a look-up. Without txtEnabled: nothing here knows of Intel TXT.

import type { ObjectValue } from "../model/value.js";

export interface HostCapability {
  readonly tpmSupported: boolean;
  readonly cryptoSupported: boolean;
  readonly hostConfigEncryptionSupported: boolean;
  /** Null of a release that does not tell. */
  readonly uefiSecureBoot: boolean | null;
  readonly encryptedVMotionSupported: boolean;
  readonly encryptedFtSupported: boolean;
  readonly encryptionChangeOnAddRemoveSupported: boolean;
  readonly encryptionHotOperationSupported: boolean;
  readonly encryptionWithSnapshotsSupported: boolean;
  readonly encryptionFaultToleranceSupported: boolean;
  readonly encryptionMemorySaveSupported: boolean;
  readonly encryptionRDMSupported: boolean;
  readonly encryptionVFlashSupported: boolean;
  readonly encryptionCBRCSupported: boolean;
  readonly encryptionHBRSupported: boolean;
}

export function toCapabilityAttribute(capability: HostCapability): ObjectValue {
  return {
    tpm_supported: capability.tpmSupported,
    crypto_supported: capability.cryptoSupported,
    host_config_encryption_supported: capability.hostConfigEncryptionSupported,
    uefi_secure_boot: capability.uefiSecureBoot,
    encrypted_vmotion_supported: capability.encryptedVMotionSupported,
    encrypted_ft_supported: capability.encryptedFtSupported,
    encryption_change_on_add_remove_supported: capability.encryptionChangeOnAddRemoveSupported,
    encryption_hot_operation_supported: capability.encryptionHotOperationSupported,
    encryption_with_snapshots_supported: capability.encryptionWithSnapshotsSupported,
    encryption_fault_tolerance_supported: capability.encryptionFaultToleranceSupported,
    encryption_memory_save_supported: capability.encryptionMemorySaveSupported,
    encryption_rdm_supported: capability.encryptionRDMSupported,
    encryption_vflash_supported: capability.encryptionVFlashSupported,
    encryption_cbrc_supported: capability.encryptionCBRCSupported,
    encryption_hbr_supported: capability.encryptionHBRSupported,
  };
}
