// A simulated vSphere: a world, kept in memory or in a file, with everything that can be done to it. Changes
// are transactions; the clock moves only in `advance`. Verdicts are not made here: this is what happens, and
// others judge it.

import type { Backend } from "../provider/backend.js";
import type { Estate } from "../vsphere/estate.js";
import { Administrators } from "./administrators.js";
import { advanceClock } from "./clock.js";
import { CLOCK_START_SECONDS, DEFAULT_SEED } from "./defaults.js";
import { describeEstate } from "./describe-estate.js";
import { type EsxcliResult, runEsxcli } from "./esxcli.js";
import type { MessageKind } from "./network.js";
import type { EventListener, MessageCount, MessageListener } from "./observer.js";
import { Operators } from "./operators.js";
import { probeStart } from "./probe.js";
import { readSnapshot } from "./read-snapshot.js";
import type { FaultRecord } from "./records.js";
import { simulatedBackend } from "./simulated-backend.js";
import { digestOfWorld, writeSnapshot } from "./snapshot.js";
import type { WorldStore } from "./store.js";
import type { StartFailure } from "./vm-start.js";
import { emptyWorld, forkWorld, makeWorld, nowSeconds, type World } from "./world.js";

export interface SimulatorOptions {
  /** Ids and key bytes derive from it. Default `holdfast`; a file that exists keeps its own. */
  readonly seed?: string;
  /** Pages (4 KiB) the file may grow to: a full disk, for tests of one. */
  readonly maximumPages?: number;
}

/** An operation that waits for its turn. */
interface WaitingChange {
  /** Gives what tells of its success, once that is kept. */
  readonly attempt: (world: World) => () => void;
  readonly reject: (error: unknown) => void;
}

/** Whole or not at all, whatever becomes of those that share the transaction. */
function attemptAlone(world: World, { attempt, reject }: WaitingChange): () => void {
  const { journal, observer } = world;
  const changes = journal.mark;
  const events = observer.mark;
  try {
    return attempt(world);
  } catch (error) {
    journal.rollback(changes);
    observer.drop(events);
    return () => reject(error);
  }
}

export class Simulator {
  /** The port that a provider drives. */
  readonly backend: Backend;
  /** What people with their hands on machines do: power, TPMs, faults, recovery, corruption. */
  readonly operators: Operators;
  /** What administrators do in vCenter, beside a program: rekeying by hand and the like. */
  readonly administrators: Administrators;
  #world: World;
  readonly #store: WorldStore | null;
  readonly #waiting: WaitingChange[] = [];

  private constructor(world: World, store: WorldStore | null) {
    this.#world = world;
    this.#store = store;
    const read = <T>(look: (world: World) => T) => this.#read(look);
    this.backend = simulatedBackend({
      change: (operation) => this.#changeTogether(operation),
      read,
      close: () => this.close(),
    });
    const access = { change: <T>(operation: (world: World) => T) => this.#change(operation), read };
    this.operators = new Operators(access);
    this.administrators = new Administrators(access);
  }

  /** A new one that is gone with the process. */
  static inMemory({ seed = DEFAULT_SEED }: SimulatorOptions = {}): Simulator {
    return new Simulator(emptyWorld({ seed, nowSeconds: CLOCK_START_SECONDS }), null);
  }

  /**
   * The one kept in `file`, which is made if it is not there. Throws SimulatorStoreError for a file that is
   * something else, is of a newer format, or may not be used.
   */
  static async open(file: string, options: SimulatorOptions = {}): Promise<Simulator> {
    const { seed = DEFAULT_SEED } = options;
    const { openSqliteStore } = await import("./store-sqlite.js");
    const store = await openSqliteStore(file, { seed, nowSeconds: CLOCK_START_SECONDS }, options);
    try {
      return new Simulator(store.load(makeWorld), store);
    } catch (error) {
      store.close();
      throw error;
    }
  }

  /**
   * A copy in memory of the one kept in `file`, which need not be writable: nothing that happens to the copy gets
   * there. Throws SimulatorStoreError as `open` does.
   */
  static async read(file: string): Promise<Simulator> {
    const { readSqliteStore } = await import("./store-sqlite.js");
    const world = await readSqliteStore(file, makeWorld);
    return world === undefined ? Simulator.inMemory() : new Simulator(world, null);
  }

  /** One in memory from the text of {@link snapshot}, or from its parts in order. Throws SnapshotError. */
  static fromSnapshot(text: string | Iterable<string>): Simulator {
    return new Simulator(readSnapshot(typeof text === "string" ? [text] : text), null);
  }

  /** A copy in memory, as it is now, that changes on its own and is watched by nobody. */
  fork(): Simulator {
    return new Simulator(
      this.#read((world) => forkWorld(world)),
      null,
    );
  }

  /**
   * Everything as it is now, as text in parts: the whole may be longer than a string can be. JSON, a row a line. Holds
   * key bytes: keep a file of it readable for its owner alone (mode 0600).
   */
  snapshot(): Iterable<string> {
    return this.#read(writeSnapshot);
  }

  /** SHA-256 (hex) of the snapshot. */
  digest(): string {
    return this.#read(digestOfWorld);
  }

  get seed(): string {
    return this.#world.seed;
  }

  /** Unix seconds of the simulated clock. */
  get nowSeconds(): number {
    return this.#read(nowSeconds);
  }

  /** Those that were injected and not healed, in the order of their making. */
  get faults(): readonly FaultRecord[] {
    return this.#read((world) => [...world.faults.values()]);
  }

  estate(): Estate {
    return this.#read(describeEstate);
  }

  /**
   * Moves the clock, and with it everything that happens by itself. Zero runs what is due now. In memory what has
   * happened by an instant is kept at once: days of a large world are no single operation.
   */
  advance(seconds: number): void {
    const keep = this.#store === null ? () => this.#keep() : undefined;
    this.#change((world) => advanceClock(world, seconds, keep));
  }

  /** `esxcli ARGV` in the shell of a host. */
  esxcli(host: string, argv: readonly string[]): EsxcliResult {
    return this.#change((world) => runEsxcli(world, host, argv));
  }

  /** Null if `vm` would start on `host` now; else what is in the way. Nothing changes, nobody notices. */
  couldStart(attempt: { readonly vm: string; readonly host: string }): StartFailure | null {
    return this.#read((world) => probeStart(world, attempt));
  }

  /** Tells every event of the timeline as it happens. Gives what stops it. */
  onEvent(listener: EventListener): () => void {
    return this.#world.observer.listen(listener);
  }

  /** Tells every message that is tried, delivered or not. Gives what stops it. */
  onMessage(listener: MessageListener): () => void {
    return this.#world.observer.listenToMessages(listener);
  }

  /** Messages of a kind so far, through this object. */
  messageCount(kind: MessageKind): MessageCount {
    return this.#world.observer.countOf(kind);
  }

  close(): void {
    this.#store?.close();
  }

  #read<T>(look: (world: World) => T): T {
    if (this.#store?.hasChanged() === true) this.#reload(this.#store);
    return look(this.#world);
  }

  #change<T>(operation: (world: World) => T): T {
    const store = this.#store;
    const { observer } = this.#world;
    try {
      const result = store === null ? operation(this.#world) : this.#changeStored(store, operation);
      this.#keep();
      return result;
    } catch (error) {
      this.#world.journal.rollback(0);
      observer.drop(0);
      throw error;
    }
  }

  /** What was changed can no longer be undone, and is told. */
  #keep(): void {
    this.#world.journal.forget();
    this.#world.observer.release();
  }

  #changeStored<T>(store: WorldStore, operation: (world: World) => T): T {
    return store.transact(() => {
      if (store.hasChanged()) this.#reload(store);
      const result = operation(this.#world);
      return { result, rows: this.#world.journal.changedRows() };
    });
  }

  /** Operations that come in one turn of the event loop, as those of an apply do, are kept in one transaction. */
  #changeTogether<T>(operation: (world: World) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const attempt = (world: World) => {
        const result = operation(world);
        return () => resolve(result);
      };
      if (this.#waiting.push({ attempt, reject }) === 1) setImmediate(() => this.#changeWaiting());
    });
  }

  #changeWaiting(): void {
    const waiting = this.#waiting.splice(0);
    try {
      const answers = this.#change((world) => waiting.map((each) => attemptAlone(world, each)));
      for (const answer of answers) answer();
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  }

  #reload(store: WorldStore): void {
    const { observer } = this.#world;
    this.#world = store.load((rowsOf) => makeWorld(rowsOf, observer));
  }
}
