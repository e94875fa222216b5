// A call that cannot be meant: unknown names, options that contradict each other. Exit code 64.

export class UsageError extends Error {
  override readonly name = "UsageError";
}
