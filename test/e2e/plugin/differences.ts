// Where two documents differ, as one line a place: whole plans beside each other are nothing to read.

/** `PATH: OWN, and not THEIRS`. */
export function differences(own: unknown, theirs: unknown, path = ""): readonly string[] {
  if (Object.is(own, theirs)) return [];
  const isContainer =
    typeof own === "object" && own !== null && typeof theirs === "object" && theirs !== null;
  if (!isContainer || Array.isArray(own) !== Array.isArray(theirs)) {
    return [`${path}: ${shown(own)}, and not ${shown(theirs)}`];
  }
  const names = new Set([...Object.keys(own), ...Object.keys(theirs)]);
  const [mine, other] = [new Map(Object.entries(own)), new Map(Object.entries(theirs))];
  return [...names].flatMap((name) =>
    differences(mine.get(name), other.get(name), `${path}/${name}`),
  );
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? "nothing").slice(0, 200);
}
