// A commit as files in a folder of its own, with what the project has installed. The user's work tree, index and list of
// work trees stay as they are: the index is one of this call, and nothing of it is left behind.

import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { errorDiagnostic } from "../model/diagnostic.js";
import type { Revision } from "../model/preview.js";
import { CommandFailed } from "./describe-failure.js";
import { askGit } from "./git.js";
import type { Revisions } from "./preview-revisions.js";
import { PROJECT_FILE } from "./project.js";
import type { Session } from "./session.js";

/** A folder while `work` lasts; gone also when a second interrupt ends the process. */
export async function withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "holdfast-preview-")));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.on("exit", remove);
  try {
    return await work(folder);
  } finally {
    process.off("exit", remove);
    remove();
  }
}

export interface Checkout {
  /** Absolute, of the repository. */
  readonly folder: string;
  /** Absolute, of the project in it; undefined where the commit has none there. */
  readonly root: string | undefined;
}

/** Makes the folder `place`, of this checkout alone. */
export async function checkOut(
  session: Session,
  revisions: Revisions,
  { commit, place }: Pick<Revision, "commit"> & { readonly place: string },
): Promise<Checkout> {
  const folder = join(place, "repository");
  mkdirSync(folder, { recursive: true });
  const call = { cwd: revisions.repository, env: { GIT_INDEX_FILE: join(place, "index") } };
  for (const args of [
    ["read-tree", commit],
    ["checkout-index", "--all", "--force", `--prefix=${folder}/`],
  ]) {
    const { isDone, complaint } = await askGit(session, args, call);
    if (!isDone) throw unusable(commit, complaint);
  }
  const root = join(folder, revisions.project);
  if (!existsSync(join(root, PROJECT_FILE))) return { folder, root: undefined };
  await linkUntracked(session, revisions, folder);
  return { folder, root };
}

function unusable(commit: string, complaint: string): CommandFailed {
  const detail = `The files of ${commit} could not be written to a temporary folder. Git says: ${complaint}`;
  return new CommandFailed([errorDiagnostic("A commit cannot be checked out", detail)]);
}

/** What is installed and generated beside a program, and no part of its commits. */
const INSTALLED = ["node_modules", ".gen"];

const VARIABLE_FILES = ["terraform.tfvars.json", "*.auto.tfvars.json"];

async function linkUntracked(
  session: Session,
  revisions: Revisions,
  folder: string,
): Promise<void> {
  const { repository, project } = revisions;
  const root = join(repository, project);
  for (let at = root; ; at = dirname(at)) {
    const target = join(folder, at.slice(repository.length));
    for (const name of INSTALLED) link(join(at, name), join(target, name));
    if (at.length <= repository.length) break;
  }
  // What Node finds above the repository, it has to find above the checkout.
  const above = nearestAbove(repository);
  if (above !== undefined) link(above, join(dirname(folder), "node_modules"));
  const args = ["ls-files", "--others", "-z", "--", ...VARIABLE_FILES];
  const { stdout } = await askGit(session, args, { cwd: root });
  for (const name of stdout.split("\0").filter((each) => each !== "" && !each.includes("/"))) {
    link(join(root, name), join(folder, project, name));
  }
}

function nearestAbove(repository: string): string | undefined {
  for (let at = dirname(repository); ; at = dirname(at)) {
    const modules = join(at, "node_modules");
    if (existsSync(modules)) return modules;
    if (dirname(at) === at) return undefined;
  }
}

function link(from: string, to: string): void {
  const isTaken = lstatSync(to, { throwIfNoEntry: false }) !== undefined;
  if (existsSync(from) && !isTaken && existsSync(dirname(to))) symlinkSync(from, to);
}
