// What may be chosen of a preview. It is of its own so that help needs no more.

/** Of what is asked for in UTF-16 code units: with less there would be no room for what is never left out. */
export const LEAST_CHARACTERS = 10_000;

/** Columns of texts in it: as wide as a comment shows without a bar to move it by. */
export const COMMENT_WIDTH = 100;

/** A sentence on what is wrong with a length that is asked for; undefined if nothing is. */
export function lengthProblem(name: string, given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  if (/^\d{1,9}$/.test(given) && Number(given) >= LEAST_CHARACTERS) return undefined;
  return `${name} must be a whole number from ${LEAST_CHARACTERS} on, and not "${given}".`;
}

/** Each fails for what those before it fail for, too. */
export const FAIL_ON = ["never", "error", "risk", "changes"] as const;

export const COMMENT_ON = ["always", "changes", "risk"] as const;
