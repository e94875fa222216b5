// The recorder of a drill: the simulator's events as a timeline, and from them when each machine was down.

import type { TimelineEvent } from "../model/survival.js";
import type { SimulatorEvent } from "../simulator/events.js";
import type { Simulator } from "../simulator/simulator.js";
import type { Interruption } from "./history.js";

export interface Recording {
  readonly timeline: readonly TimelineEvent[];
  readonly interruptions: ReadonlyMap<string, readonly Interruption[]>;
}

export interface Recorder {
  /** Stops watching. */
  readonly finish: () => Recording;
}

/** Watches a simulator; `startSeconds` is when the outage begins, in Unix seconds. */
export function recordRun(simulator: Simulator, startSeconds: number): Recorder {
  const timeline: TimelineEvent[] = [];
  const interruptions = new Map<string, Interruption[]>();
  const stop = simulator.onEvent((event) => {
    const atSeconds = Math.ceil(event.atSeconds - startSeconds);
    const { subject, kind, text } = event;
    timeline.push({ atSeconds, subject, kind, text });
    noteInterruption(interruptions, event, atSeconds);
  });
  return {
    finish() {
      stop();
      return { timeline: withoutRepeats(timeline), interruptions };
    },
  };
}

const INTERRUPTIONS: ReadonlySet<string> = new Set([
  "vm-lost-host",
  "vm-stopped",
  "vsan-unreadable",
]);

function noteInterruption(
  interruptions: Map<string, Interruption[]>,
  { kind, subject }: SimulatorEvent,
  atSeconds: number,
): void {
  if (INTERRUPTIONS.has(kind)) {
    const known = interruptions.get(subject);
    const open = { fromSeconds: atSeconds, toSeconds: null };
    if (known === undefined) interruptions.set(subject, [open]);
    else known.push(open);
  } else if (kind === "vm-started" || kind === "vsan-readable") {
    const known = interruptions.get(subject);
    const last = known?.at(-1);
    if (known === undefined || last === undefined || last.toSeconds !== null) return;
    known[known.length - 1] = { ...last, toSeconds: atSeconds };
  }
}

/** A try that fails again and again in the same words is told once. */
function withoutRepeats(timeline: readonly TimelineEvent[]): readonly TimelineEvent[] {
  const told = new Map<string, string>();
  return timeline.filter(({ kind, subject, text }) => {
    const topic = REPEATING.has(kind) ? `${kind} ${subject}` : undefined;
    if (topic === undefined) {
      told.delete(`vm-start-failed ${subject}`);
      return true;
    }
    if (told.get(topic) === text) return false;
    told.set(topic, text);
    return true;
  });
}

const REPEATING: ReadonlySet<string> = new Set(["message-undelivered", "vm-start-failed"]);
