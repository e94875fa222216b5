// The simulated vSphere in a file of `simulator snapshot`.

import { readFileSync } from "node:fs";
import { parseJson } from "../files/parse-json.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import type { Simulator } from "../simulator/simulator.js";
import { CommandFailed } from "./describe-failure.js";

const SNAPSHOTS = '"holdfast simulator snapshot FILE" writes one.';

/** @throws CommandFailed for a file that is none. */
export async function readSnapshot(file: string): Promise<Simulator> {
  const text = readFileSync(file, "utf8");
  const parsed = parseJson(text, file);
  if (parsed.error !== undefined) {
    const summary = "The snapshot cannot be used";
    throw new CommandFailed([
      { ...parsed.error, summary, detail: `${parsed.error.detail} ${SNAPSHOTS}` },
    ]);
  }
  const { Simulator } = await import("../simulator/simulator.js");
  const { SnapshotError } = await import("../simulator/snapshot.js");
  try {
    return Simulator.fromSnapshot(text);
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error;
    const detail = `${error.message} ${SNAPSHOTS}`;
    throw new CommandFailed([
      errorDiagnostic("The snapshot cannot be used", detail, { source: { file } }),
    ]);
  }
}
