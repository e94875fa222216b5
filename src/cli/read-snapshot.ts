// The simulated vSphere in a file of `simulator snapshot`.

import { closeSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { describeFault } from "../files/file-fault.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import type { Simulator } from "../simulator/simulator.js";
import { CommandFailed } from "./describe-failure.js";

const UNUSABLE = "The snapshot cannot be used";
const SNAPSHOTS = '"holdfast simulator snapshot FILE" writes one.';
const BYTES_A_PART = 1 << 20;

/** @throws CommandFailed for a file that is none. */
export async function readSnapshot(file: string): Promise<Simulator> {
  const { Simulator } = await import("../simulator/simulator.js");
  const { SnapshotError } = await import("../simulator/read-snapshot.js");
  try {
    return Simulator.fromSnapshot(partsOf(file));
  } catch (error) {
    if (!(error instanceof SnapshotError)) {
      throw new CommandFailed([
        describeFault(error, { summary: UNUSABLE, doing: "read", path: file }),
      ]);
    }
    const detail = `${error.message} ${SNAPSHOTS}`;
    const { line } = error;
    const source = line === undefined ? { file } : { file, line };
    throw new CommandFailed([errorDiagnostic(UNUSABLE, detail, { source })]);
  }
}

/** The text of a file that may be longer than a string can be. */
function* partsOf(file: string): Generator<string> {
  const descriptor = openSync(file, "r");
  try {
    const decoder = new StringDecoder("utf8");
    const bytes = Buffer.alloc(BYTES_A_PART);
    for (;;) {
      const count = readSync(descriptor, bytes);
      if (count === 0) break;
      yield decoder.write(bytes.subarray(0, count));
    }
    yield decoder.end();
  } finally {
    closeSync(descriptor);
  }
}
