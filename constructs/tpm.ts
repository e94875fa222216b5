// The TPM of a host: what can be said of it, whether ESXi can use it, and how it becomes an attribute.

import { isTpmUsable, tpmObstacles } from "../src/vsphere/tpm.js";
import type { PropNames } from "./prop-names.js";
import { defined } from "./props.js";

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
}

export const TPM_PROPS: PropNames<Tpm> = {
  hashBank: "optional",
  interface: "optional",
  hierarchyEnabled: "optional",
};

export function toTpm(tpm: boolean | Tpm | undefined): Required<Tpm> | undefined {
  if (tpm === undefined || tpm === false) return undefined;
  const usable = { hashBank: "sha256", interface: "fifo", hierarchyEnabled: true } as const;
  return { ...usable, ...(tpm === true ? {} : defined(tpm)) };
}

/** Whether it has a TPM that ESXi can seal its configuration to. */
export function hasUsableTpm({ tpm }: { readonly tpm: Required<Tpm> | undefined }): boolean {
  return tpm !== undefined && isTpmUsable({ present: true, ...tpm });
}

/** What is wrong with the TPM of a host, as a phrase that follows the host. */
export function lackOfTpm(tpm: Required<Tpm> | undefined): string {
  return tpm === undefined ? "has none" : `has one that ${tpmObstacles(tpm).join(" and ")}`;
}

export function toTpmAttribute(tpm: boolean | Tpm | undefined) {
  if (tpm === undefined) return undefined;
  return typeof tpm === "boolean" ? { present: tpm } : { present: true, ...defined(tpm) };
}
