// Survival floors that a plan breaks: apply refuses, unless the user says why it is right this time. What they say is
// kept beside the state, one line each, and never removed by Holdfast.

import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import type { BrokenFloor } from "../model/survival.js";
import { someOf } from "../report/text.js";
import type { Session } from "./session.js";

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

/** Kept before anything is applied. Throws the file error if it cannot be. */
export function keepAcceptedBreach(session: Session, breach: AcceptedBreach): void {
  const { root, reason, floors, stacks } = breach;
  const file = join(root, BREACH_FILE);
  const entry = { at: session.now().toISOString(), reason, stacks, floors };
  mkdirSync(join(root, ".holdfast"), { recursive: true });
  appendFileSync(file, `${JSON.stringify(entry)}\n`);
}
