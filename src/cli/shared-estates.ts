// The one snapshot of the simulated vSphere that all sides of a preview start from: a file of `simulator snapshot`, or the
// estate that the stacks are on. It is read once and nothing is written to it.

import { resolve } from "node:path";
import type { Simulator } from "../simulator/simulator.js";
import type { GivenOptions } from "./given-options.js";
import type { SharedEstates } from "./open-stacks.js";
import { readSnapshot } from "./read-snapshot.js";
import type { Session } from "./session.js";
import { openEstateToRead } from "./simulated-estate.js";
import { UsageError } from "./usage-error.js";

export interface SnapshotToShare extends SharedEstates {
  close(): void;
}

/** @throws UsageError, when it is asked for, if the stacks are on several. */
export function shareEstate(session: Session, options: GivenOptions): SnapshotToShare {
  const snapshot = options.text("snapshot");
  let opened: { readonly file: string; readonly simulator: Promise<Simulator> } | undefined;
  const open = (file: string): Promise<Simulator> =>
    snapshot === undefined
      ? openEstateToRead(file)
      : readSnapshot(resolve(session.terminal.cwd, snapshot));
  return {
    estate: (file) => {
      if (opened !== undefined && opened.file !== file && snapshot === undefined) {
        const detail = `The stacks are on different simulated vSpheres, ${opened.file} and ${file}`;
        throw new UsageError(`${detail}; name stacks of one with --stack.`);
      }
      opened ??= { file, simulator: open(file) };
      return opened.simulator;
    },
    close: () => {
      // One that could not be opened was told to whoever asked.
      opened?.simulator.then(
        (simulator) => simulator.close(),
        () => undefined,
      );
    },
  };
}
