// What functions of a configuration ask of the world: the machine's files, its clock and its randomness.

import { randomBytes } from "node:crypto";
import { homedir } from "node:os";
import { formatDate } from "../language/moment-functions.js";
import type { Files, Moment } from "../language/outside.js";
import type { Configuration } from "../load/configuration.js";
import { nodeFiles } from "../load/node-files.js";
import type { Session } from "./session.js";

export function filesOf(folder: string): Files {
  return nodeFiles({ folder, home: homedir() });
}

/** For one plan of a configuration. */
export function outsideOfPlan(
  session: Session,
  { folder }: Configuration,
): { readonly files: Files; readonly planTime: string } {
  return { files: filesOf(folder), planTime: formatDate(session.now()) };
}

/** For one apply of a configuration. */
export function outsideOfApply(
  session: Session,
  { folder }: Configuration,
): { readonly files: Files; readonly moment: Moment } {
  return { files: filesOf(folder), moment: { now: session.now, randomBytes } };
}
