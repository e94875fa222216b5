// Survival floors that a plan breaks: apply refuses, unless the user says why it is right this time. What they say is
// kept in the project, one line each, and never removed by Holdfast. The file is replaced as a whole, so that a full
// disk leaves no half of a line, and under a lock, so that two runs at once both find theirs in it.

import { basename, dirname, join } from "node:path";
import { describeFault } from "../files/file-fault.js";
import { faultCode, NODE_FILES } from "../files/file-system.js";
import { writeFileAtomically } from "../files/write-file.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import type { BrokenFloor } from "../model/survival.js";
import { someOf } from "../report/text.js";
import { type LockPlace, lockFile } from "../state/file-lock.js";
import type { LockHolder } from "../state/state-store.js";
import { CommandFailed } from "./describe-failure.js";
import type { Session } from "./session.js";
import { isAlive, withLocks } from "./state-locks.js";

export const BREACH_FILE = join(".holdfast", "accepted-floor-breaches.jsonl");

export function floorRefusal(floors: readonly BrokenFloor[]): Diagnostic {
  const names = someOf(
    floors.map(({ floor, scenario }) => `${floor} (${scenario})`),
    5,
  );
  const detail = `This plan breaks what the program declares must survive: ${names}. Change the program, or give`;
  const advice = `--accept-floor-breach REASON, which is kept in ${BREACH_FILE}.`;
  return errorDiagnostic("A survival floor would be broken", `${detail} ${advice}`);
}

export interface AcceptedBreach {
  /** Absolute folder of the project. */
  readonly root: string;
  readonly reason: string;
  readonly floors: readonly BrokenFloor[];
  readonly stacks: readonly string[];
}

/** Kept before anything is applied. @throws CommandFailed if it cannot be; then nothing is kept of it. */
export async function keepAcceptedBreach(session: Session, breach: AcceptedBreach): Promise<void> {
  const { root, reason, floors, stacks } = breach;
  const path = join(root, BREACH_FILE);
  const entry = { at: session.now().toISOString(), reason, stacks, floors };
  const locking = {
    stores: [{ lock: (holder: LockHolder) => lockFile(lockPlaceOf(path), holder) }],
    operation: "accept a floor breach",
    waitSeconds: Math.max(session.lockTimeoutSeconds, SECONDS_TO_WAIT),
  };
  await withLocks(session, locking, async () => {
    try {
      const before = await readBreaches(path);
      await writeFileAtomically(NODE_FILES, path, `${before}${JSON.stringify(entry)}\n`);
    } catch (error) {
      const summary = "The accepted breach could not be kept";
      throw new CommandFailed([describeFault(error, { summary, doing: "written", path })]);
    }
  });
}

/** Whoever has the lock writes one line, and is done. */
const SECONDS_TO_WAIT = 30;

function lockPlaceOf(path: string): LockPlace {
  const lock = join(dirname(path), `.${basename(path)}.lock.info`);
  const what = "The file of accepted breaches";
  return { files: NODE_FILES, path: lock, what, location: BREACH_FILE, isAlive };
}

async function readBreaches(path: string): Promise<string> {
  try {
    return await NODE_FILES.readText(path);
  } catch (error) {
    if (faultCode(error) === "ENOENT") return "";
    throw error;
  }
}
