// The lock of a file, such as a state: `.NAME.lock.info` beside it, made only if it is not there, with Terraform's
// fields and the process id. A holder that was killed leaves it behind; on its own machine that can be
// seen, and the lock is taken over. Two processes that see it at once cannot both take it: whoever does so
// holds `.NAME.lock.info.takeover` meanwhile.

import { dirname } from "node:path";
import { describeFault } from "../files/file-fault.js";
import { type FileSystem, faultCode } from "../files/file-system.js";
import { writeFileAtomically } from "../files/write-file.js";
import { type Diagnostic, errorDiagnostic, warningDiagnostic } from "../model/diagnostic.js";
import type { Lock, LockAnswer, LockHolder } from "./state-store.js";

export interface LockPlace {
  readonly files: FileSystem;
  /** Of the lock file. */
  readonly path: string;
  /** What is locked, at the begin of a sentence, such as "The state". */
  readonly what: string;
  /** Of what is locked. */
  readonly location: string;
  /** Whether a process of this machine still runs. */
  readonly isAlive: (pid: number) => boolean;
}

export async function lockFile(place: LockPlace, holder: LockHolder): Promise<LockAnswer> {
  try {
    await place.files.makeFolder(dirname(place.path));
    await writeNewFile(place.files, place.path, encodeHolder(holder, place.location));
    return { lock: heldLock(place, holder), diagnostics: [] };
  } catch (error) {
    if (faultCode(error) === "EEXIST") return await takeOver(place, holder);
    return { diagnostics: [lockFault(error, place)] };
  }
}

function lockFault(error: unknown, place: LockPlace): Diagnostic {
  const summary = `${place.what} could not be locked`;
  return describeFault(error, { summary, doing: "written", path: place.path });
}

async function writeNewFile(files: FileSystem, path: string, text: string): Promise<void> {
  const file = await files.open(path, "wx");
  try {
    await file.append(text);
    await file.sync();
  } catch (error) {
    await files.remove(path).catch(() => undefined);
    throw error;
  } finally {
    await file.close();
  }
}

async function takeOver(place: LockPlace, holder: LockHolder): Promise<LockAnswer> {
  const { files, path } = place;
  const seen = await readHolder(place);
  if (seen === undefined || !isDead(place, seen, holder))
    return { isTaken: true, diagnostics: [lockedBy(place, seen)] };
  const takeover = `${path}.takeover`;
  try {
    await writeNewFile(files, takeover, encodeHolder(holder, place.location));
  } catch (error) {
    const isTaken = faultCode(error) === "EEXIST";
    const fault = isTaken ? takeoverLeft(place, takeover) : lockFault(error, place);
    return { isTaken, diagnostics: [fault] };
  }
  try {
    const still = await readHolder(place);
    if (still?.id !== seen.id) return { isTaken: true, diagnostics: [lockedBy(place, still)] };
    await writeFileAtomically(files, path, encodeHolder(holder, place.location));
    return { lock: heldLock(place, holder), diagnostics: [takenOver(place, seen)] };
  } catch (error) {
    return { diagnostics: [lockFault(error, place)] };
  } finally {
    await files.remove(takeover).catch(() => undefined);
  }
}

/** Only a holder on the machine of the one who asks can be seen. */
function isDead(place: LockPlace, holder: LockHolder, asking: LockHolder): boolean {
  const host = ({ who }: LockHolder) => who.slice(who.lastIndexOf("@") + 1);
  return host(holder) === host(asking) && holder.pid > 0 && !place.isAlive(holder.pid);
}

function lockedBy(place: LockPlace, holder: LockHolder | undefined): Diagnostic {
  const who =
    holder === undefined
      ? "Its lock file cannot be read, so the holder is unknown."
      : `It is held by ${describeHolder(holder)}.`;
  const detail = `${place.location} is locked. ${who} Wait until it is done, or, if you are sure that`;
  const advice = `nothing works on it any more, delete ${place.path}.`;
  const where = { source: { file: place.location } };
  return errorDiagnostic(`${place.what} is locked`, `${detail} ${advice}`, where);
}

function takeoverLeft({ what, location }: LockPlace, path: string): Diagnostic {
  const detail = `Another process takes over the lock of a killed one, or was killed while it did. If`;
  const advice = `nothing works on ${location} any more, delete ${path}.`;
  return errorDiagnostic(`${what} is locked`, `${detail} ${advice}`, { source: { file: path } });
}

function takenOver(place: LockPlace, dead: LockHolder): Diagnostic {
  const detail = `${place.location} was still locked by ${describeHolder(dead)}.`;
  const why = "That process no longer runs, so its lock was taken over.";
  const where = { source: { file: place.location } };
  return warningDiagnostic("Lock taken over", `${detail} ${why}`, where);
}

function describeHolder(holder: LockHolder): string {
  const { who, pid, operation, created, version, id } = holder;
  return `${who}, process ${pid}, since ${created}: ${operation} of Holdfast ${version}, lock ${id}`;
}

function heldLock(place: LockPlace, holder: LockHolder): Lock {
  const release = async (): Promise<readonly Diagnostic[]> => {
    try {
      const current = await readHolder(place);
      if (current?.id === holder.id) await place.files.remove(place.path);
      return [];
    } catch (error) {
      return [lockLeft(error, place)];
    }
  };
  return { holder, release };
}

/** What was to be done is done. Only whoever works on another machine has to do something. */
function lockLeft(error: unknown, place: LockPlace): Diagnostic {
  const summary = `${place.what} could not be unlocked`;
  const { detail } = describeFault(error, { summary, doing: "removed", path: place.path });
  const next = `The next command on this machine takes the lock over; for another, delete ${place.path}.`;
  return warningDiagnostic(summary, `${detail} ${next}`, { source: { file: place.location } });
}

function encodeHolder(holder: LockHolder, location: string): string {
  const { id, operation, who, pid, version, created } = holder;
  const fields = { ID: id, Operation: operation, Info: "", Who: who, Version: version };
  return `${JSON.stringify({ ...fields, Created: created, Path: location, PID: pid })}\n`;
}

/** Undefined if the file is gone, torn or of no known form. */
async function readHolder(place: LockPlace): Promise<LockHolder | undefined> {
  try {
    const json: unknown = JSON.parse(await place.files.readText(place.path));
    return decodeHolder(json);
  } catch {
    return undefined;
  }
}

function decodeHolder(json: unknown): LockHolder | undefined {
  if (typeof json !== "object" || json === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(json));
  const text = (name: string) => String(fields.get(name) ?? "unknown");
  const pid = fields.get("PID");
  return {
    id: text("ID"),
    operation: text("Operation"),
    who: text("Who"),
    pid: typeof pid === "number" ? pid : 0,
    version: text("Version"),
    created: text("Created"),
  };
}
