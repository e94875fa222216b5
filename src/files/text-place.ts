// Line and column of an index in a text, for many indices at the price of one walk.

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The index at which each line begins. */
export function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) starts.push(i + 1);
  return starts;
}

/** Both from 1, the column in UTF-16 units. */
export function placeOf(lineStarts: readonly number[], index: number): Place {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: index - (lineStarts[low] ?? 0) + 1 };
}
