// What SQLite or the file system said about a simulator's file, in words for people.

import { faultReason } from "../files/file-fault.js";
import { SimulatorStoreError } from "./store.js";

/** SQLite's own words are no better than these: it cannot say why a disk failed, or what refused it. */
const REASONS = {
  full: "the disk is full. Free some space and run the command again.",
  broken:
    "the disk reported an error, as it also does when it is full. Free some space and run the command again.",
  refused:
    "it, or a file beside it, was refused. Give this user access, see that there is room, and run the command again.",
} as const;

export function notASimulator(file: string): SimulatorStoreError {
  const hint = "Give the path of a simulated estate, or of a file that does not exist yet";
  return new SimulatorStoreError(
    "not-a-simulator",
    `"${file}" is not a simulated vSphere. ${hint}.`,
  );
}

/** The typed error for what SQLite or the file system said; other errors as they are. */
export function describeProblem(error: unknown, file: string): unknown {
  if (error instanceof SimulatorStoreError || !(error instanceof Error)) return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (/NOTADB/.test(code)) return notASimulator(file);
  if (/FULL|ENOSPC|EDQUOT|IOERR|^EIO$/.test(code)) {
    const isSqlite = code.startsWith("SQLITE");
    const own = /FULL/.test(code) ? REASONS.full : REASONS.broken;
    const reason = isSqlite ? own : faultReason(error);
    return new SimulatorStoreError("no-space", `"${file}" could not be written: ${reason}`);
  }
  if (/BUSY|LOCKED/.test(code)) {
    const sentence = `"${file}" is in use by another process that did not finish in time. Run the command again when it is done.`;
    return new SimulatorStoreError("busy", sentence);
  }
  if (/CORRUPT/.test(code)) {
    return new SimulatorStoreError("damaged", `"${file}" is damaged: ${error.message}.`);
  }
  if (/READONLY|CANTOPEN|_PERM|_AUTH/.test(code)) {
    return new SimulatorStoreError("no-access", `"${file}" cannot be used: ${REASONS.refused}`);
  }
  const reason = faultReason(error);
  if (reason === undefined || code.startsWith("SQLITE")) return error;
  return new SimulatorStoreError("no-access", `"${file}" cannot be used: ${reason}`);
}
