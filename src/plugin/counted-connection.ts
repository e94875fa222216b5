// A connection to a vSphere that is closed when nobody uses it any more: a file that is closed under an operation takes
// the process with it.

import type { Provider } from "../model/provider.js";

/** The vSphere that a provider block names. */
export interface Connection {
  /** For what changes nothing: a vSphere that is not there yet is empty, and is not made. */
  readonly looking: () => Provider;
  readonly changing: () => Provider;
  readonly close: () => void;
}

export class CountedConnection {
  readonly #connection: Connection;
  #users = 0;
  #isReleased = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    this.#users++;
    try {
      return await work(this.#connection);
    } finally {
      this.#users--;
      this.#closeIfDone();
    }
  }

  /** No further use. */
  release(): void {
    this.#isReleased = true;
    this.#closeIfDone();
  }

  #closeIfDone(): void {
    if (this.#isReleased && this.#users === 0) this.#connection.close();
  }
}
