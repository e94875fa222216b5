// What a plan asks and an apply does, while it lasts, for programs: the messages of Terraform's machine-readable UI.

import type { ApplyEvent } from "../apply/apply-event.js";
import type { InstanceAddress } from "../model/address.js";
import type { Change } from "../model/plan.js";
import type { OnPlanEvent } from "../plan/plan-event.js";
import {
  type MessageAction,
  operationMessage,
  refreshMessage,
} from "../report/operation-messages.js";
import type { UiMessage } from "../report/ui-messages.js";
import type { ApplyProgress } from "./apply-progress.js";
import type { Session } from "./session.js";

type Clock = Pick<Session, "now">;
type Send = (message: UiMessage) => void;

/** Of a plan. */
export function sendReading(clock: Clock, send: Send): OnPlanEvent {
  const watch = stopwatch(clock);
  return ({ kind, operation, instance, id }) => {
    const step = kind === "started" ? "start" : "complete";
    if (operation === "refresh") send(refreshMessage(step, { instance, id }));
    else {
      const elapsedSeconds = step === "start" ? watch.start(instance) : watch.elapsed(instance);
      send(operationMessage({ kind: step, action: "read", instance, id, elapsedSeconds }));
    }
  };
}

interface Stopwatch {
  start(instance: InstanceAddress): 0;
  /** Whole seconds since the start. */
  elapsed(instance: InstanceAddress): number;
}

function stopwatch({ now }: Clock): Stopwatch {
  const started = new Map<InstanceAddress, number>();
  return {
    start: (instance) => {
      started.set(instance, now().getTime());
      return 0;
    },
    elapsed: (instance) => {
      const begun = started.get(instance) ?? now().getTime();
      return Math.round((now().getTime() - begun) / 1_000);
    },
  };
}

/** Terraform's. */
const HEARTBEAT_MILLISECONDS = 10_000;

const KINDS = { started: "start", finished: "complete", failed: "errored" } as const;

/** Of an apply; what lasts tells every ten seconds that it does. */
export function sendProgress(clock: Clock, changes: readonly Change[], send: Send): ApplyProgress {
  const byAddress = new Map(changes.map((change) => [change.address, change]));
  const watch = stopwatch(clock);
  const hearts = new Map<InstanceAddress, NodeJS.Timeout>();
  const rest = (instance: InstanceAddress) => {
    clearInterval(hearts.get(instance));
    hearts.delete(instance);
  };
  const tell = (kind: "start" | "progress" | "complete" | "errored", of: Told) =>
    send(operationMessage({ kind, ...of, elapsedSeconds: watch.elapsed(of.instance) }));
  return {
    onEvent: (event) => {
      const instance = byAddress.get(event.address)?.instance;
      if (instance === undefined || event.kind === "skipped" || isFailedRead(event)) return;
      const told = { action: event.operation, instance, id: event.id };
      if (event.kind === "started") {
        watch.start(instance);
        const beat = () => tell("progress", told);
        hearts.set(instance, setInterval(beat, HEARTBEAT_MILLISECONDS).unref());
      } else rest(instance);
      tell(KINDS[event.kind], told);
    },
    end: () => {
      for (const instance of [...hearts.keys()]) rest(instance);
    },
  };
}

interface Told {
  readonly action: MessageAction;
  readonly instance: InstanceAddress;
  readonly id: string | undefined;
}

/** Terraform says only in a diagnostic that a data source could not be read. */
function isFailedRead({ kind, operation }: ApplyEvent): boolean {
  return kind === "failed" && operation === "read";
}
