// What became of the conditions that a configuration sets: those of resources, outputs and variables, and the
// assertions of check blocks. A plan has what is known beforehand, the state what the last apply found.

/** `unknown`: not asked yet, or not to be told before apply. `error`: it could not be evaluated. */
export type CheckStatus = "pass" | "fail" | "error" | "unknown";

/** Terraform's words in the state. */
export type CheckableKind = "resource" | "output" | "check" | "var";

/** Something that conditions are about. */
export interface CheckResult {
  readonly kind: CheckableKind;
  /** The address of a resource, `output.NAME`, `check.NAME` or `var.NAME`. */
  readonly address: string;
  readonly status: CheckStatus;
  /** Absent where it was not found out which there are, as where a plan leaves something out. */
  readonly objects?: readonly CheckedObject[];
}

export interface CheckedObject {
  /** The address of an instance of a resource; of everything else that of the result. */
  readonly address: string;
  readonly status: CheckStatus;
  /** Messages of the conditions that do not hold, sorted; without those that may not be shown. */
  readonly problems: readonly string[];
}

/** The worst of several: an error, then a failure, then what is not known. */
export function worstStatus(statuses: readonly CheckStatus[]): CheckStatus {
  const order: readonly CheckStatus[] = ["error", "fail", "unknown"];
  return order.find((status) => statuses.includes(status)) ?? "pass";
}
