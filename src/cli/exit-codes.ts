// What the exit codes mean, and which one wins where several hold. Scripts and CI rely on them.

export const EXIT_CODES = {
  done: 0,
  error: 1,
  changesPending: 2,
  notSurvived: 3,
  partlyApplied: 4,
  usage: 64,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** For help and documents, in the order of their number. */
export const EXIT_CODE_MEANINGS: readonly (readonly [ExitCode, string])[] = [
  [0, "done, no changes, no differences, survived, or can-reboot says yes"],
  [1, "error and nothing applied, or a drill, can-reboot or preview that could not tell"],
  [2, "changes pending, or stacks that differ (with --detailed-exitcode, or preview --fail-on)"],
  [3, "a survival floor breaks, a drill found workloads locked or lost, or can-reboot says no"],
  [4, "apply failed after at least one change was carried out and recorded"],
  [64, "wrong usage"],
  [130, "interrupted, state consistent"],
];

const PRECEDENCE: readonly ExitCode[] = [64, 130, 4, 1, 3, 2, 0];

/** The code of a command whose parts ended in `codes`; 0 for none. */
export function mergeExitCodes(codes: readonly ExitCode[]): ExitCode {
  return PRECEDENCE.find((code) => codes.includes(code)) ?? 0;
}
