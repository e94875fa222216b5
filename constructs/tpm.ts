// The TPM of a host: what can be said of it, whether ESXi can use it, and how it becomes an attribute.

import { sealingObstacles, sealingRelease, tpmObstacles } from "../src/vsphere/tpm.js";
import { parseVersion } from "../src/vsphere/versions.js";
import type { PropNames } from "./prop-names.js";
import { defined, isLiteral } from "./props.js";

/** A TPM 2.0, fitted and enabled. */
export interface Tpm {
  /**
   * Active PCR bank. ESXi can seal its configuration only with sha256.
   *
   * @default "sha256"
   */
  readonly hashBank?: "sha256" | "sha1";
  /**
   * How the machine speaks to it. ESXi can use only fifo (TIS).
   *
   * @default "fifo"
   */
  readonly interface?: "fifo" | "crb";
  /**
   * Whether its hierarchies are enabled in the firmware. Without, ESXi cannot take ownership of it.
   *
   * @default true
   */
  readonly hierarchyEnabled?: boolean;
  /**
   * Its maker by the id of the TCG, such as "IFX". Early releases of ESXi cannot seal to the TPMs of some.
   *
   * @default - none that matters
   */
  readonly manufacturer?: string;
  /**
   * Its model, such as "NPCT750".
   *
   * @default - none that matters
   */
  readonly model?: string;
}

/** With what holds where nothing was said. */
export type FittedTpm = Tpm & Required<Pick<Tpm, "hashBank" | "interface" | "hierarchyEnabled">>;

export const TPM_PROPS: PropNames<Tpm> = {
  hashBank: "optional",
  interface: "optional",
  hierarchyEnabled: "optional",
  manufacturer: "optional",
  model: "optional",
};

export function toTpm(tpm: boolean | Tpm | undefined): FittedTpm | undefined {
  if (tpm === undefined || tpm === false) return undefined;
  const usable = { hashBank: "sha256", interface: "fifo", hierarchyEnabled: true } as const;
  return { ...usable, ...(tpm === true ? {} : defined(tpm)) };
}

interface Host {
  readonly tpm: FittedTpm | undefined;
  readonly version: string;
}

/** Whether it has a TPM that its ESXi can seal its configuration to, as far as that is known. */
export function hasUsableTpm({ tpm, version }: Host): boolean {
  return tpm !== undefined && obstaclesOf(tpm, version).length === 0;
}

/** What is wrong with the TPM of a host, as a phrase that follows the host. */
export function lackOfTpm({ tpm, version }: Host): string {
  return tpm === undefined ? "has none" : `has one that ${obstaclesOf(tpm, version).join(" and ")}`;
}

/** What makes the TPM of a host one that ESXi can use, as the beginning of a sentence (FC-31). */
export function remedyForTpm({ tpm, version }: Host): string {
  if (tpm === undefined) return "Fit one (tpm: true)";
  const release = isRelease(version) ? sealingRelease(tpm, version) : undefined;
  const upgrade = release === undefined ? [] : [`upgrade ESXi to ${release} or later`];
  const firmware =
    tpmObstacles(tpm).length === 0
      ? []
      : ["set the SHA-256 bank and the FIFO interface and enable the hierarchy in its firmware"];
  const steps = [...firmware, ...upgrade].join(" and ");
  return steps.charAt(0).toUpperCase() + steps.slice(1);
}

function obstaclesOf(tpm: FittedTpm, version: string): readonly string[] {
  return isRelease(version) ? sealingObstacles(tpm, version) : tpmObstacles(tpm);
}

function isRelease(version: string): boolean {
  return isLiteral(version) && parseVersion(version) !== undefined;
}

export function toTpmAttribute(tpm: boolean | Tpm | undefined) {
  if (tpm === undefined) return undefined;
  return typeof tpm === "boolean" ? { present: tpm } : { present: true, ...defined(tpm) };
}
