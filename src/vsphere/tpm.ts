// Which TPM ESXi can use: a TPM 2.0 that measures with SHA-256, is spoken to through FIFO and lets itself be owned
// (Broadcom KB 312109; VCF Security Configuration and Hardening Guide 9.1; ESXi events esx.problem.hardware.tpm2).

export interface TpmHardware {
  readonly present: boolean;
  /** Active PCR bank. */
  readonly hashBank: "sha256" | "sha1";
  /** How the machine speaks to it; absent: fifo. */
  readonly interface?: "fifo" | "crb";
  /** Whether its hierarchies are enabled in the firmware, so that ESXi can own it; absent counts as yes. */
  readonly hierarchyEnabled?: boolean;
}

/** What of a TPM that is fitted is in ESXi's way, as phrases that follow its name. */
export function tpmObstacles(tpm: Omit<TpmHardware, "present">): readonly string[] {
  return [
    ...(tpm.hashBank === "sha1" ? ["uses its SHA-1 bank"] : []),
    ...(tpm.interface === "crb" ? ["has the CRB interface"] : []),
    ...(tpm.hierarchyEnabled === false ? ["has its hierarchy disabled"] : []),
  ];
}

export function isTpmUsable(tpm: TpmHardware): boolean {
  return tpm.present && tpmObstacles(tpm).length === 0;
}
