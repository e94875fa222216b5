// Patterns that select things by their path or id: `*` stands for any text, everything else for itself.

/** A test whether a text matches one of the patterns; null matches everything. */
export function matcherOf(patterns: readonly string[] | null): (text: string) => boolean {
  if (patterns === null) return () => true;
  const exact = new Set(patterns.filter((pattern) => !pattern.includes("*")));
  const loose = patterns.filter((pattern) => pattern.includes("*")).map(toExpression);
  return (text) => exact.has(text) || loose.some((expression) => expression.test(text));
}

function toExpression(pattern: string): RegExp {
  const parts = pattern.split(/\*+/).map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}
