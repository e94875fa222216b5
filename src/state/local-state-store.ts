// The state as a local file in Terraform's format, with a backup of the version before, a journal while an
// apply runs, and a lock. Whatever fails or is killed at whatever moment, the file is whole, old or new, and
// what an apply carried out is in the file or in the journal.

import { basename, dirname, join, resolve } from "node:path";
import { describeFault } from "../files/file-fault.js";
import { type FileSystem, faultCode, NODE_FILES } from "../files/file-system.js";
import { writeFileAtomically } from "../files/write-file.js";
import { type Diagnostic, warningDiagnostic } from "../model/diagnostic.js";
import type { State } from "../model/state.js";
import { areStatesEqual, findWriteConflicts, isEmptyState } from "./compare-states.js";
import { type DecodedState, decodeState } from "./decode-state.js";
import { encodeState } from "./encode-state.js";
import { lockFile } from "./file-lock.js";
import { replayJournal } from "./journal-format.js";
import { type JournalFile, openJournalFile } from "./open-journal.js";
import type { JournalAnswer, StateStore, StoreAnswer } from "./state-store.js";

export interface LocalStateOptions {
  /** Absolute folder of the project. */
  readonly root: string;
  /** Of the state file, relative to `root`. */
  readonly path: string;
  /** Whether a process of this machine still runs. */
  readonly isAlive: (pid: number) => boolean;
  readonly files?: FileSystem;
}

export function createLocalStateStore(options: LocalStateOptions): StateStore {
  const files = options.files ?? NODE_FILES;
  const path = resolve(options.root, options.path);
  const beside = (suffix: string) => join(dirname(path), `.${basename(path)}${suffix}`);
  const place: Place = { files, path, journal: beside(".journal"), location: options.path };
  const { isAlive } = options;
  const lock = { ...place, what: "The state", path: beside(".lock.info"), isAlive };
  return {
    location: options.path,
    read: async () => {
      const { state, diagnostics } = await load(place);
      return state === undefined ? { diagnostics } : { state, diagnostics };
    },
    write: (next) => write(place, next),
    openJournal: (base) => openJournal(place, base),
    lock: (holder) => lockFile(lock, holder),
  };
}

interface Place {
  readonly files: FileSystem;
  readonly path: string;
  readonly journal: string;
  /** As the user wrote it. */
  readonly location: string;
}

interface Loaded {
  /** With the journal. */
  readonly state: State | undefined;
  readonly hasJournal: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

async function load(place: Place): Promise<Loaded> {
  try {
    const { state: file, diagnostics } = await loadFile(place);
    const journal = diagnostics.length > 0 ? undefined : await readIfThere(place, place.journal);
    if (journal === undefined) return { state: file, hasJournal: false, diagnostics };
    return { hasJournal: true, ...replayJournal(file, journal, place.journal) };
  } catch (error) {
    return { state: undefined, hasJournal: false, diagnostics: [readFault(error, place)] };
  }
}

/** The state without the journal. */
async function loadFile(place: Place): Promise<DecodedState> {
  try {
    const text = await readIfThere(place, place.path);
    return text === undefined ? { diagnostics: [] } : decodeState(text, place.location);
  } catch (error) {
    return { diagnostics: [readFault(error, place)] };
  }
}

function readFault(error: unknown, place: Place): Diagnostic {
  const summary = "The state could not be read";
  return describeFault(error, { summary, doing: "read", path: place.location });
}

async function readIfThere(place: Place, path: string): Promise<string | undefined> {
  try {
    return await place.files.readText(path);
  } catch (error) {
    if (faultCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function write(place: Place, next: State): Promise<StoreAnswer> {
  const { state: stored, hasJournal, diagnostics } = await load(place);
  if (diagnostics.length > 0) return { diagnostics };
  const conflicts = findWriteConflicts(stored, next, place.location);
  if (conflicts.length > 0) return { diagnostics: conflicts };
  const isSame = stored === undefined ? isEmptyState(next) : areStatesEqual(stored, next);
  if (isSame && !hasJournal) return { state: next, diagnostics: [] };
  return await replace(place, isSame ? next : { ...next, serial: next.serial + 1 });
}

/** Writes the state over the file and only then removes the journal, which it contains. */
async function replace(place: Place, state: State): Promise<StoreAnswer> {
  const { files, path } = place;
  try {
    await files.makeFolder(dirname(path));
    await keepBackup(place);
    await writeFileAtomically(files, path, encodeState(state));
  } catch (error) {
    const summary = "The state could not be written";
    const fault = describeFault(error, { summary, doing: "written", path: place.location });
    return { diagnostics: [fault] };
  }
  return { state, diagnostics: await removeJournal(place) };
}

/** One that stays is older than the state and is known by that to be folded, but no apply can begin beside it. */
async function removeJournal({ files, journal }: Place): Promise<readonly Diagnostic[]> {
  try {
    await files.remove(journal);
    return [];
  } catch (error) {
    const code = faultCode(error);
    if (code === "ENOENT") return [];
    const detail = `${journal} could not be removed (${code}). All that it says is in the state now.`;
    const advice = "Delete it, or the next apply cannot begin.";
    return [warningDiagnostic("Journal left behind", `${detail} ${advice}`)];
  }
}

async function keepBackup(place: Place): Promise<void> {
  const { files, path } = place;
  const text = await readIfThere(place, path);
  if (text === undefined) return;
  const { permissions } = await files.find(path);
  const options = permissions === undefined ? {} : { permissions };
  await writeFileAtomically(files, `${path}.backup`, text, options);
}

async function openJournal(place: Place, base: State): Promise<JournalAnswer> {
  try {
    await place.files.makeFolder(dirname(place.path));
    const file = await openJournalFile(place.files, place.journal, base);
    const journal = {
      begin: file.begin,
      record: file.record,
      fold: (final: State) => fold(place, file, { base, final }),
    };
    return { journal, diagnostics: [] };
  } catch (error) {
    const summary = "The journal could not be written";
    const fault = describeFault(error, { summary, doing: "written", path: place.journal });
    return { diagnostics: [fault] };
  }
}

async function fold(
  place: Place,
  journal: JournalFile,
  { base, final }: { readonly base: State; readonly final: State },
): Promise<StoreAnswer> {
  const lost = await journal.close();
  const { state: file, diagnostics } = await loadFile(place);
  if (diagnostics.length > 0) return { diagnostics: [...lost, ...diagnostics] };
  const conflicts = findWriteConflicts(file, base, place.location);
  if (conflicts.length > 0) return { diagnostics: [...lost, ...conflicts] };
  if (file !== undefined && areStatesEqual(file, final)) {
    return { state: { ...final, serial: base.serial }, diagnostics: await removeJournal(place) };
  }
  const written = await replace(place, { ...final, serial: base.serial + 1 });
  return written.state === undefined ? { diagnostics: [...lost, ...written.diagnostics] } : written;
}
