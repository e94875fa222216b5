// What an apply is doing, while it does it, for people: on a terminal one region that is drawn over, elsewhere a line
// for each operation that ended. Programs have send-progress.ts.

import type { ApplyEvent } from "../apply/apply-event.js";
import { type Line, renderLines, styled } from "../report/text.js";
import { type LiveRegion, openLiveRegion } from "./live-region.js";
import type { Session } from "./session.js";

export interface ApplyProgress {
  onEvent(event: ApplyEvent): void;
  /** Takes what is drawn over away. */
  end(): void;
}

const GERUNDS = {
  create: "creating",
  update: "modifying",
  delete: "destroying",
  read: "reading",
} as const;
const NOUNS = {
  create: "creation",
  update: "modification",
  delete: "destruction",
  read: "read",
} as const;

/** Operations whose names are shown while they are under way. */
const MOST_NAMES = 3;

/** For people, on stderr. */
export function showProgress(session: Session): ApplyProgress {
  const { err } = session.terminal;
  const started = new Map<string, number>();
  const region = err.isTerminal ? openLiveRegion(err, () => session.now().getTime()) : undefined;
  return {
    onEvent: (event) => {
      const now = session.now().getTime();
      if (event.kind === "started") started.set(keyOf(event), now);
      const seconds = Math.round((now - (started.get(keyOf(event)) ?? now)) / 1_000);
      if (event.kind !== "started") started.delete(keyOf(event));
      const line = lineOf(event, seconds);
      if (region === undefined) {
        if (line !== undefined) err.write(renderLines([line], err));
      } else draw(region, event, { line, underWay: [...started.keys()] });
    },
    end: () => region?.close(),
  };
}

interface Drawing {
  readonly line: Line | undefined;
  readonly underWay: readonly string[];
}

/** What went well is only counted on a terminal. */
function draw(region: LiveRegion, event: ApplyEvent, { line, underWay }: Drawing): void {
  if (line !== undefined && event.kind === "failed") region.printAbove(line);
  const { done, total } = event;
  const shown = underWay.slice(0, MOST_NAMES);
  const more = underWay.length - shown.length;
  region.draw([
    [`${barOf(done, total)} ${done} of ${total} done`],
    ...shown.map((name): Line => [styled("dim", `  ${name}`)]),
    ...(more > 0 ? [[styled("dim", `  and ${more} more`)]] : []),
  ]);
}

function barOf(done: number, total: number): string {
  const columns = 24;
  const filled = total === 0 ? columns : Math.floor((done / total) * columns);
  return `[${"=".repeat(filled)}${" ".repeat(columns - filled)}]`;
}

function keyOf({ address, operation }: ApplyEvent): string {
  return `${GERUNDS[operation]} ${address}`;
}

/** Undefined for what is not worth a line. */
function lineOf(event: ApplyEvent, seconds: number): Line | undefined {
  const { kind, address, operation, blockedBy } = event;
  switch (kind) {
    case "started":
      return undefined;
    case "finished":
      return [`${address}: ${NOUNS[operation]} complete after ${seconds}s`];
    case "failed":
      return [styled("red", `${address}: ${NOUNS[operation]} failed after ${seconds}s`)];
    case "skipped":
      return [`${address}: not started${blockedBy === undefined ? "" : `, needs ${blockedBy}`}`];
  }
}
