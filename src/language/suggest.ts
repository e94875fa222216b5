// "Did you mean": the known name nearest to a mistyped one.

/**
 * A sentence to append, ` Did you mean "x"?`, or nothing when no name is near: at most a third of the
 * letters may differ, and never more than three.
 */
export function suggestion(mistyped: string, names: Iterable<string>): string {
  const name = nearestName(mistyped, names);
  return name === undefined ? "" : ` Did you mean "${name}"?`;
}

export function nearestName(mistyped: string, names: Iterable<string>): string | undefined {
  let limit = Math.min(3, Math.max(1, Math.floor(mistyped.length / 3)));
  let nearest: string | undefined;
  for (const name of names) {
    if (Math.abs(name.length - mistyped.length) > limit) continue;
    const distance = editDistance(mistyped, name, limit);
    if (distance > limit || (nearest !== undefined && distance >= limit)) continue;
    nearest = name;
    limit = distance;
  }
  return nearest;
}

/** Letters to insert, delete, replace or swap with their neighbour; anything above `limit` is `limit + 1`. */
function editDistance(a: string, b: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) row.push(cell(i, j, row));
    if (Math.min(...row) > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? limit + 1;

  function cell(i: number, j: number, row: readonly number[]): number {
    const same = a[i - 1] === b[j - 1];
    const replaced = (last[j - 1] ?? 0) + (same ? 0 : 1);
    const best = Math.min(replaced, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
    const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
    return swapped ? Math.min(best, (beforeLast[j - 2] ?? 0) + 1) : best;
  }
}
