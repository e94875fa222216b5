// What a plan tells while it asks the backend, for progress displays. Whoever shows it has the clock.

import type { InstanceAddress } from "../model/address.js";
import type { ObjectValue } from "../model/value.js";

export interface PlanEvent {
  /** A `finished` follows each `started`, unless there were errors: those are in the diagnostics. */
  readonly kind: "started" | "finished";
  /** `refresh`: of an object in the state or one that is imported; `read`: of a data source. */
  readonly operation: "refresh" | "read";
  /** As it is called now, whatever it was called before a move. */
  readonly instance: InstanceAddress;
  /** Of the object, where it has one already or still. */
  readonly id?: string;
}

export type OnPlanEvent = (event: PlanEvent) => void;

/** Nobody listens. */
export const UNHEARD: OnPlanEvent = () => undefined;

/** What is known of an object by its id. */
export function identified(object: ObjectValue | null | undefined): Pick<PlanEvent, "id"> {
  return typeof object?.id === "string" ? { id: object.id } : {};
}
