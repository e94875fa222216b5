// What both sides of a preview start from: snapshots of simulated vSpheres, which are files of `simulator snapshot` or the
// estates that the stacks are on, and the states of the stacks. Each is read once and nothing is written to it, so that
// what an apply does in the meantime is not taken for a change of the author's.

import { relative, resolve, sep } from "node:path";
import type { Simulator } from "../simulator/simulator.js";
import type { StateStore } from "../state/state-store.js";
import type { GivenOptions } from "./given-options.js";
import { openStore, type SharedEstates } from "./open-stacks.js";
import { readSnapshot } from "./read-snapshot.js";
import { openEstateToRead } from "./simulated-estate.js";
import { UsageError } from "./usage-error.js";

export interface SharedSnapshots extends SharedEstates {
  /** What stands for the vSphere in a file: the same for two files, and they are one vSphere. */
  readonly sourceOf: (file: string) => string;
  readonly close: () => void;
}

/** Absolute. */
interface Folders {
  readonly cwd: string;
  /** Of the project. */
  readonly root: string;
}

/** @throws UsageError for snapshots of which it is not clear what they stand for. */
export function shareEstates(options: GivenOptions, { cwd, root }: Folders): SharedSnapshots {
  const { ofFile, ofAll } = readChoices(options.list("snapshot"), cwd, root);
  const opened = new Map<string, Promise<Simulator>>();
  const stores = new Map<string, StateStore>();
  const snapshotOf = (file: string) => ofFile.get(file) ?? ofAll;
  const sourceOf = (file: string) => snapshotOf(file) ?? file;
  return {
    sourceOf,
    estate: (file) => {
      const snapshot = snapshotOf(file);
      const source = sourceOf(file);
      const found =
        opened.get(source) ??
        (snapshot === undefined ? openEstateToRead(file) : readSnapshot(snapshot));
      opened.set(source, found);
      return found;
    },
    store: (configuration) => {
      const path = resolve(configuration.root, configuration.backend.path);
      const store = stores.get(path) ?? readOnce(openStore(configuration));
      stores.set(path, store);
      return store;
    },
    close: () => {
      for (const simulator of opened.values()) {
        // One that could not be opened was told to whoever asked.
        simulator.then(
          (each) => each.close(),
          () => undefined,
        );
      }
    },
  };
}

function readOnce(store: StateStore): StateStore {
  let answer: ReturnType<StateStore["read"]> | undefined;
  return {
    ...store,
    read: () => {
      answer ??= store.read();
      return answer;
    },
  };
}

interface Choices {
  /** By the absolute path of the vSphere that the snapshot stands for. */
  readonly ofFile: ReadonlyMap<string, string>;
  readonly ofAll?: string;
}

/** `FILE` stands for all vSpheres, `VSPHERE=FILE` for the one that stacks name so. Absolute paths come out. */
function readChoices(given: readonly string[], cwd: string, root: string): Choices {
  const pairs = given.map((text) => {
    const at = text.indexOf("=");
    const file = resolve(cwd, text.slice(at + 1));
    return { vsphere: at === -1 ? undefined : resolve(root, text.slice(0, at)), file };
  });
  const all = pairs.filter(({ vsphere }) => vsphere === undefined);
  const named = pairs.flatMap(({ vsphere, file }) =>
    vsphere === undefined ? [] : [[vsphere, file] as const],
  );
  const ofFile = new Map(named);
  if (all.length > 1 || ofFile.size < named.length) {
    throw new UsageError(
      "--snapshot is given twice for the same vSphere: --snapshot FILE stands for all, --snapshot VSPHERE=FILE for one.",
    );
  }
  return { ofFile, ...(all[0] === undefined ? {} : { ofAll: all[0].file }) };
}

/** As stacks name it: relative to the project, with `/`. */
export function vsphereName(file: string, root: string): string {
  return relative(root, file).split(sep).join("/");
}

/** @param files absolute paths of the vSpheres that stacks are on. @throws UsageError if `--snapshot VSPHERE=FILE` names another. */
export function requireNamed(options: GivenOptions, root: string, files: readonly string[]): void {
  const names = options.list("snapshot").filter((text) => text.includes("="));
  const unknown = names
    .map((text) => text.slice(0, text.indexOf("=")))
    .filter((name) => !files.includes(resolve(root, name)));
  if (unknown.length === 0) return;
  const known = files.map((file) => vsphereName(file, root)).join(", ");
  throw new UsageError(
    `No stack is on ${unknown.join(", ")}; --snapshot names ${known || "none"}.`,
  );
}
