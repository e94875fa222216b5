// A few lines at the bottom of a terminal that are drawn over while something goes on. It is never used where output
// is not a terminal, so that no log holds its control sequences.

import { columnsOfLine, type Line, renderLines } from "../report/text.js";
import type { Output } from "./terminal.js";

export interface LiveRegion {
  /** Draws the lines over those before, unless that was a moment ago. */
  draw(lines: readonly Line[]): void;
  /** A line that stays, above the region. */
  printAbove(line: Line): void;
  /** Takes the region away. */
  close(): void;
}

const MILLISECONDS_BETWEEN_DRAWINGS = 80;

/** `now` in milliseconds. */
export function openLiveRegion(output: Output, now: () => number): LiveRegion {
  let height = 0;
  let lastDrawn = Number.NEGATIVE_INFINITY;
  const erase = () => {
    if (height > 0) output.write(`\u001b[${height}A\u001b[0J`);
    height = 0;
  };
  return {
    draw: (lines) => {
      if (now() - lastDrawn < MILLISECONDS_BETWEEN_DRAWINGS) return;
      lastDrawn = now();
      erase();
      // A line that wraps would take more rows than are counted.
      const fitting = lines.map((line) => cutLine(line, output.width - 1));
      output.write(renderLines(fitting, output));
      height = fitting.length;
    },
    printAbove: (line) => {
      erase();
      lastDrawn = Number.NEGATIVE_INFINITY;
      output.write(renderLines([line], output));
    },
    close: erase,
  };
}

function cutLine(line: Line, width: number): Line {
  if (columnsOfLine(line) <= width) return line;
  const text = line.map((part) => (typeof part === "string" ? part : part.text)).join("");
  return [`${[...text].slice(0, width - 1).join("")}…`];
}
