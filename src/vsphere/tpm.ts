// Which TPM ESXi can use: a TPM 2.0 that measures with SHA-256, is spoken to through FIFO and lets itself be owned
// (Broadcom KB 312109; VCF Security Configuration and Hardening Guide 9.1; ESXi events esx.problem.hardware.tpm2). And to
// which of those it can seal its configuration: early releases fail with the TPMs of some makers.

import { isAtLeast, UNSEALABLE_TPMS } from "./versions.js";

export interface TpmHardware {
  readonly present: boolean;
  /** Active PCR bank. */
  readonly hashBank: "sha256" | "sha1";
  /** How the machine speaks to it; absent: fifo. */
  readonly interface?: "fifo" | "crb";
  /** Whether its hierarchies are enabled in the firmware, so that ESXi can own it; absent counts as yes. */
  readonly hierarchyEnabled?: boolean;
  /** Of its maker, as the TCG has registered it: `IFX`. Absent: none that matters. */
  readonly manufacturer?: string;
  readonly model?: string;
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

/** What of a TPM that is fitted keeps a release of ESXi from sealing its configuration to it, likewise. */
export function sealingObstacles(
  tpm: Omit<TpmHardware, "present">,
  version: string,
): readonly string[] {
  const known = findUnsealable(tpm, version);
  const ofMaker = `is of a maker (${known?.maker}) whose TPMs ESXi ${version} fails with`;
  return [...tpmObstacles(tpm), ...(known === undefined ? [] : [ofMaker])];
}

/** The first release that seals to the TPMs of its maker; undefined where this one does. */
export function sealingRelease(
  tpm: Omit<TpmHardware, "present">,
  version: string,
): string | undefined {
  return findUnsealable(tpm, version)?.before;
}

function findUnsealable(
  { manufacturer, model = "" }: Omit<TpmHardware, "present">,
  version: string,
): (typeof UNSEALABLE_TPMS)[number] | undefined {
  return UNSEALABLE_TPMS.find(
    (each) =>
      each.manufacturer === manufacturer &&
      model.startsWith(each.model) &&
      isAtLeast(version, each.from) &&
      !isAtLeast(version, each.before),
  );
}

/** Whether a release of ESXi can seal its configuration to it. */
export function canSealTo(tpm: TpmHardware, version: string): boolean {
  return tpm.present && sealingObstacles(tpm, version).length === 0;
}
