// The rows of the decision model for virtual machines, vTPMs and vSAN under standard, native and trusted key
// providers, as data: who reads them walks every combination of the listed values; the first row that matches wins. A
// row speaks about one host. Nothing in the product takes the shape of a row: states are reached by operations.

export const PROVIDERS = ["SKP", "NKP", "TKP"] as const;
export const WORKLOADS = ["VM", "vTPM", "vSAN"] as const;
export const RELEASES = ["<7.0U2", "7.0U2", "7.0U3+", "8.x"] as const;
export const HOLDINGS = ["held", "not held"] as const;

/**
 * P provider down (under a trusted one its Trust Authority hosts too), V vCenter down, PV both; R… the host reboots
 * while that is so; TC the TPM is cleared and the host reboots, provider and vCenter up.
 */
export const FAULTS = ["P", "V", "PV", "RP", "RV", "RPV", "TC"] as const;

export interface Combination {
  readonly provider: (typeof PROVIDERS)[number];
  readonly workload: (typeof WORKLOADS)[number];
  readonly release: (typeof RELEASES)[number];
  /** TPM 2.0 and, where ESXi has it, configuration encryption in mode TPM. */
  readonly tpm: boolean;
  readonly persistence: boolean;
  /**
   * Whether the key had reached the host before the fault, and been stored with persistence on; of vSAN, whether the
   * disk group of the host is mounted.
   */
  readonly holding: (typeof HOLDINGS)[number];
  readonly fault: (typeof FAULTS)[number];
}

/**
 * `yes`, `no`; `unattested`: yes, with a stored key on a host that is not attested, which is to be verified;
 * `no-vcenter`: not for want of keys but because vCenter performs vMotion; `after-recovery`:
 * only once the recovery key was entered; `none`: the question does not arise; `invalid`: such an estate
 * cannot be made.
 */
export type Answer =
  | "yes"
  | "unattested"
  | "no"
  | "no-vcenter"
  | "after-recovery"
  | "none"
  | "invalid";

export interface Answers {
  /** Whether a machine that ran there goes on. */
  readonly runsOn: Answer;
  /** Whether a machine that ran there runs again after the boot. */
  readonly back: Answer;
  readonly powerOn: Answer;
  readonly vMotion: Answer;
  readonly haRestart: Answer;
}

export interface Row {
  readonly name: string;
  readonly matches: (combination: Combination) => boolean;
  readonly answers: (combination: Combination) => Answers;
}

const every =
  (...tests: readonly ((c: Combination) => boolean)[]) =>
  (c: Combination) =>
    tests.every((test) => test(c));
const skp = (c: Combination) => c.provider === "SKP";
const machine = (c: Combination) => c.workload !== "vSAN";
const vsan = (c: Combination) => skp(c) && c.workload === "vSAN";
const coversVsan = (c: Combination) => c.release === "7.0U3+" || c.release === "8.x";
const nkp = (c: Combination) => c.provider === "NKP";
const tkp = (c: Combination) => c.provider === "TKP";
const old = (c: Combination) => c.release === "<7.0U2";
const sealed = (c: Combination) => c.tpm && !old(c);
const on = (c: Combination) => c.persistence;
const off = (c: Combination) => !c.persistence;
const held = (c: Combination) => c.holding === "held";
const missing = (c: Combination) => c.holding === "not held";
const fault =
  (...faults: readonly Combination["fault"][]) =>
  (c: Combination) =>
    faults.includes(c.fault);

const row = (name: string, matches: Row["matches"], answers: Answers | Row["answers"]): Row => ({
  name,
  matches,
  answers: typeof answers === "function" ? answers : () => answers,
});

/** In the order of the columns. */
const say = (
  runsOn: Answer,
  back: Answer,
  powerOn: Answer,
  vMotion: Answer,
  haRestart: Answer,
): Answers => ({ runsOn, back, powerOn, vMotion, haRestart });

const INVALID = say("invalid", "invalid", "invalid", "invalid", "invalid");
const isReboot = (c: Combination) => c.fault.startsWith("R") || c.fault === "TC";

/** Nothing runs there without the key: `n/a` while it is up, nothing comes back after a boot. */
const nativeMissing =
  (vMotion: Answer) =>
  (c: Combination): Answers =>
    say("none", isReboot(c) ? "no" : "none", "no", vMotion, "no");

export const DECISION_ROWS: readonly Row[] = [
  row(
    "X1",
    every(tkp, (c) => c.workload === "vSAN"),
    INVALID,
  ),
  row(
    "X2",
    every(tkp, (c) => !c.tpm),
    INVALID,
  ),
  row("X3", every(nkp, old), INVALID),
  row(
    "X4",
    every((c) => !nkp(c), old, on),
    INVALID,
  ),
  row(
    "X5",
    every(skp, (c) => !c.tpm, on),
    INVALID,
  ),
  row("S1", every(skp, machine, held, fault("P")), say("yes", "none", "yes", "yes", "yes")),
  row(
    "S2",
    every(skp, machine, held, fault("V", "PV")),
    say("yes", "none", "yes", "no-vcenter", "yes"),
  ),
  row("S3", every(skp, machine, missing, fault("P")), say("none", "none", "no", "no", "no")),
  row(
    "S4",
    every(skp, machine, missing, fault("V", "PV")),
    say("none", "none", "no", "no-vcenter", "no"),
  ),
  row("S5", every(skp, machine, off, fault("RP")), say("none", "no", "no", "no", "no")),
  row(
    "S6",
    every(skp, machine, off, fault("RV", "RPV")),
    say("none", "no", "no", "no-vcenter", "no"),
  ),
  row(
    "S7",
    every(skp, machine, sealed, on, held, fault("RP")),
    say("none", "yes", "yes", "yes", "yes"),
  ),
  row(
    "S8",
    every(skp, machine, sealed, on, held, fault("RV", "RPV")),
    say("none", "yes", "yes", "no-vcenter", "yes"),
  ),
  row(
    "S9",
    every(skp, machine, sealed, on, missing, fault("RP")),
    say("none", "no", "no", "no", "no"),
  ),
  row(
    "S10",
    every(skp, machine, sealed, on, missing, fault("RV", "RPV")),
    say("none", "no", "no", "no-vcenter", "no"),
  ),
  row("V1", every(vsan, held, fault("P")), say("yes", "none", "yes", "yes", "yes")),
  row("V2", every(vsan, held, fault("V", "PV")), say("yes", "none", "yes", "no-vcenter", "yes")),
  row("V3", every(vsan, missing, fault("P")), say("none", "none", "no", "no", "no")),
  row("V4", every(vsan, missing, fault("V")), say("none", "none", "yes", "no-vcenter", "yes")),
  row("V5", every(vsan, missing, fault("PV")), say("none", "none", "no", "no-vcenter", "no")),
  row("V6", every(vsan, off, fault("RP")), say("none", "no", "no", "no", "no")),
  row("V7", every(vsan, fault("RV")), say("none", "yes", "yes", "no-vcenter", "yes")),
  row("V8", every(vsan, off, fault("RPV")), say("none", "no", "no", "no-vcenter", "no")),
  row(
    "V9",
    every(vsan, sealed, on, (c) => !coversVsan(c), fault("RP")),
    say("none", "no", "no", "no", "no"),
  ),
  row(
    "V10",
    every(vsan, sealed, on, (c) => !coversVsan(c), fault("RPV")),
    say("none", "no", "no", "no-vcenter", "no"),
  ),
  row("V11", every(vsan, sealed, on, held, fault("RP")), say("none", "yes", "yes", "yes", "yes")),
  row(
    "V12",
    every(vsan, sealed, on, held, fault("RPV")),
    say("none", "yes", "yes", "no-vcenter", "yes"),
  ),
  row("V13", every(vsan, sealed, on, missing, fault("RP")), say("none", "no", "no", "no", "no")),
  row(
    "V14",
    every(vsan, sealed, on, missing, fault("RPV")),
    say("none", "no", "no", "no-vcenter", "no"),
  ),
  row(
    "C1",
    every(skp, sealed, fault("TC")),
    say("none", "after-recovery", "after-recovery", "after-recovery", "after-recovery"),
  ),
  row("C2", every(skp, fault("TC")), say("none", "yes", "yes", "yes", "yes")),
  row("T1", every(tkp, held, fault("P")), say("yes", "none", "yes", "yes", "yes")),
  row("T2", every(tkp, held, fault("V")), say("yes", "none", "yes", "no-vcenter", "yes")),
  row("T3", every(tkp, held, fault("PV")), say("yes", "none", "yes", "no-vcenter", "yes")),
  row("T4", every(tkp, missing, fault("P")), say("none", "none", "no", "no", "no")),
  row("T5", every(tkp, missing, fault("V")), say("none", "none", "yes", "no-vcenter", "yes")),
  row("T6", every(tkp, missing, fault("PV")), say("none", "none", "no", "no-vcenter", "no")),
  row("T7", every(tkp, off, fault("RP")), say("none", "no", "no", "no", "no")),
  row("T8", every(tkp, fault("RV")), say("none", "yes", "yes", "no-vcenter", "yes")),
  row("T9", every(tkp, off, fault("RPV")), say("none", "no", "no", "no-vcenter", "no")),
  row(
    "T10",
    every(tkp, sealed, on, held, fault("RP")),
    say("none", "unattested", "unattested", "unattested", "unattested"),
  ),
  row(
    "T11",
    every(tkp, sealed, on, held, fault("RPV")),
    say("none", "unattested", "unattested", "no-vcenter", "unattested"),
  ),
  row("T12", every(tkp, sealed, on, missing, fault("RP")), say("none", "no", "no", "no", "no")),
  row(
    "T13",
    every(tkp, sealed, on, missing, fault("RPV")),
    say("none", "no", "no", "no-vcenter", "no"),
  ),
  row(
    "C3",
    every(tkp, sealed, fault("TC")),
    say("none", "after-recovery", "after-recovery", "after-recovery", "after-recovery"),
  ),
  row("C3b", every(tkp, old, fault("TC")), say("none", "yes", "yes", "yes", "yes")),
  row("N1", every(nkp, missing, fault("P", "RP", "TC")), nativeMissing("no")),
  row("N2", every(nkp, missing, fault("V", "PV", "RV", "RPV")), nativeMissing("no-vcenter")),
  row("N3", every(nkp, held, fault("P")), say("yes", "none", "yes", "yes", "yes")),
  row("N4", every(nkp, held, fault("V", "PV")), say("yes", "none", "yes", "no-vcenter", "yes")),
  row("N5", every(nkp, held, fault("RP")), say("none", "yes", "yes", "yes", "yes")),
  row("N6", every(nkp, held, fault("RV", "RPV")), say("none", "yes", "yes", "no-vcenter", "yes")),
  row(
    "C4",
    every(nkp, sealed, held, fault("TC")),
    say("none", "after-recovery", "after-recovery", "after-recovery", "after-recovery"),
  ),
  row("C5", every(nkp, held, fault("TC")), say("none", "yes", "yes", "yes", "yes")),
];

/** Every combination of the listed values: 2016. */
export function combinations(): readonly Combination[] {
  const result: Combination[] = [];
  for (const provider of PROVIDERS)
    for (const workload of WORKLOADS)
      for (const release of RELEASES)
        for (const tpm of [false, true])
          for (const persistence of [false, true])
            for (const holding of HOLDINGS)
              for (const fault of FAULTS)
                result.push({ provider, workload, release, tpm, persistence, holding, fault });
  return result;
}

/** The first row that matches. */
export function rowFor(combination: Combination): Row {
  const found = DECISION_ROWS.find((candidate) => candidate.matches(combination));
  if (found === undefined) throw new Error(`no row for ${JSON.stringify(combination)}`);
  return found;
}
