// "Did you mean": the allowed name nearest to one that is not.

/** A sentence to append, ` Did you mean "x"?`, or nothing when no name is near. */
export function didYouMean(mistyped: string, names: Iterable<string>): string {
  let nearest: string | undefined;
  let least = Math.max(1, Math.floor(mistyped.length / 3)) + 1;
  for (const name of names) {
    const distance = editDistance(mistyped, name);
    if (distance >= least) continue;
    least = distance;
    nearest = name;
  }
  return nearest === undefined ? "" : ` Did you mean "${nearest}"?`;
}

/** Letters to insert, delete or replace. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
