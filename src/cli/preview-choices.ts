// What may be chosen of a preview. It is of its own so that help needs no more.

/** Each fails for what those before it fail for, too. */
export const FAIL_ON = ["never", "error", "risk", "changes"] as const;

export const COMMENT_ON = ["always", "changes", "risk"] as const;
