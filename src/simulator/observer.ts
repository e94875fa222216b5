// Who watches a world: listeners of its timeline, and counters of its messages. Watching has no effect on
// what happens. Events of an operation that fails are dropped; its messages were sent and stay counted.

import type { SimulatorEvent } from "./events.js";
import type { MessageKind, UndeliveredReason } from "./network.js";

/** A message that was tried. */
export interface MessageAttempt {
  readonly kind: MessageKind;
  readonly from: string;
  readonly to: string;
  /** Null: it was delivered. */
  readonly undelivered: UndeliveredReason | null;
}

export interface MessageCount {
  readonly delivered: number;
  readonly undelivered: number;
}

export type EventListener = (event: SimulatorEvent) => void;
export type MessageListener = (message: MessageAttempt) => void;

export class Observer {
  readonly #eventListeners = new Set<EventListener>();
  readonly #messageListeners = new Set<MessageListener>();
  readonly #counts = new Map<MessageKind, { delivered: number; undelivered: number }>();
  #held: SimulatorEvent[] = [];
  #muted = 0;

  listen(listener: EventListener): () => void {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  listenToMessages(listener: MessageListener): () => void {
    this.#messageListeners.add(listener);
    return () => this.#messageListeners.delete(listener);
  }

  /** Runs something that nobody is to see: a probe. */
  muted<T>(action: () => T): T {
    this.#muted += 1;
    try {
      return action();
    } finally {
      this.#muted -= 1;
    }
  }

  /** Holds the event until the operation it belongs to is done. */
  note(event: SimulatorEvent): void {
    if (this.#muted === 0 && this.#eventListeners.size > 0) this.#held.push(event);
  }

  /** Tells what was noted. */
  release(): void {
    if (this.#held.length === 0) return;
    const events = this.#held;
    this.#held = [];
    for (const event of events) for (const listener of this.#eventListeners) listener(event);
  }

  /** A place to go back to with {@link drop}. */
  get mark(): number {
    return this.#held.length;
  }

  /** Forgets what was noted since `mark`: the operation failed. */
  drop(mark: number): void {
    this.#held.length = mark;
  }

  count(message: MessageAttempt): void {
    if (this.#muted > 0) return;
    const count = this.#counts.get(message.kind) ?? { delivered: 0, undelivered: 0 };
    if (message.undelivered === null) count.delivered += 1;
    else count.undelivered += 1;
    this.#counts.set(message.kind, count);
    for (const listener of this.#messageListeners) listener(message);
  }

  /** Messages of a kind so far, in this process. */
  countOf(kind: MessageKind): MessageCount {
    return { ...(this.#counts.get(kind) ?? { delivered: 0, undelivered: 0 }) };
  }
}
