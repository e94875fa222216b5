// Where two documents differ, one line each: what a failing comparison prints instead of two whole plans.

/** `PATH: TERRAFORM'S | OURS`, with `nothing` for what is absent. */
export function differences(theirs: unknown, own: unknown, path = "plan"): readonly string[] {
  if (Object.is(theirs, own)) return [];
  if (!isContainer(theirs) || !isContainer(own) || Array.isArray(theirs) !== Array.isArray(own))
    return [`${path}: ${shown(theirs)} | ${shown(own)}`];
  const [left, right] = [new Map(Object.entries(theirs)), new Map(Object.entries(own))];
  const names = new Set([...left.keys(), ...right.keys()]);
  return [...names].flatMap((name) =>
    differences(left.get(name), right.get(name), `${path}.${name}`),
  );
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
