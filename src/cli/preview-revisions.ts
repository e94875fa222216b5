// Which two commits a preview compares: the head of a pull request, and where it left the branch that it is merged into,
// as forges compare them.

import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import type { Revision } from "../model/preview.js";
import { CommandFailed } from "./describe-failure.js";
import { askGit } from "./git.js";
import type { GivenOptions } from "./given-options.js";
import type { Session } from "./session.js";

export interface Revisions {
  /** Absolute folder of the work tree. */
  readonly repository: string;
  /** Folder of the project in it with `/`; `.` for its root. */
  readonly project: string;
  readonly base: Revision;
  readonly head: Revision;
}

/** A repository to ask, from the absolute folder of a project in it. */
interface Place {
  readonly session: Session;
  readonly root: string;
}

/** @throws CommandFailed with every ref that stands for no commit, and what to do. */
export async function chooseRevisions(
  session: Session,
  options: GivenOptions,
  root: string,
): Promise<Revisions> {
  const place: Place = { session, root };
  const where = await locate(place);
  const headRef = options.text("head") ?? "HEAD";
  const baseRef = options.text("base") ?? (await defaultBranch(place));
  const found = await Promise.all([commitOf(place, baseRef), commitOf(place, headRef)]);
  const missing = [baseRef, headRef].filter((_, i) => found[i] === undefined);
  if (missing.length > 0) {
    throw new CommandFailed(await Promise.all(missing.map((ref) => noCommit(place, ref))));
  }
  const [baseCommit = "", commit = ""] = found;
  const head = { ref: headRef, commit };
  const base = { ref: baseRef, commit: baseCommit };
  if (options.has("no-merge-base")) return { ...where, head, base };
  return { ...where, head, base: { ...base, commit: await mergeBase(place, base, head) } };
}

/** @throws CommandFailed outside a work tree, and without git. */
async function locate(place: Place): Promise<Pick<Revisions, "repository" | "project">> {
  const { found, isMissing, complaint } = await findWorkTree(place);
  if (found !== undefined) return found;
  if (isMissing) throw new CommandFailed([noGit()]);
  const detail =
    `${place.root} is in no git work tree that can be used: ${complaint} A preview compares two commits. ` +
    "Run it in a clone of the repository, or give plans that were made elsewhere with --plan-json.";
  throw new CommandFailed([errorDiagnostic("No git work tree", detail)]);
}

function noGit(): Diagnostic {
  const detail =
    "There is no git on the PATH, and a preview compares two commits. Install git, or give plans that were made " +
    "elsewhere with --plan-json.";
  return errorDiagnostic("No git", detail);
}

/** Folder in its repository, with `/`, of the absolute folder `root`; `.` also where there is no repository. */
export async function projectIn(session: Session, root: string): Promise<string> {
  return (await findWorkTree({ session, root })).found?.project ?? ".";
}

async function findWorkTree({ session, root }: Place) {
  const args = ["rev-parse", "--show-toplevel", "--show-prefix"];
  const { isDone, isMissing, stdout, complaint } = await askGit(session, args, { cwd: root });
  const [repository = "", prefix = ""] = stdout.split("\n");
  const project = prefix.replace(/\/$/, "") || ".";
  return { found: isDone ? { repository, project } : undefined, isMissing, complaint };
}

async function commitOf({ session, root }: Place, ref: string): Promise<string | undefined> {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`];
  const { isDone, stdout } = await askGit(session, args, { cwd: root });
  return isDone ? stdout.trim() : undefined;
}

const USUAL_BRANCHES = ["main", "master"];

/** What the clone calls the default branch of its origin, else the one that is called like one. */
async function defaultBranch(place: Place): Promise<string> {
  const args = ["rev-parse", "--abbrev-ref", "--verify", "--quiet", "origin/HEAD"];
  const { isDone, stdout } = await askGit(place.session, args, { cwd: place.root });
  if (isDone && stdout.trim() !== "") return stdout.trim();
  const names = [USUAL_BRANCHES.map((name) => `origin/${name}`), USUAL_BRANCHES];
  for (const candidates of names) {
    const commits = await Promise.all(candidates.map((name) => commitOf(place, name)));
    const there = candidates.filter((_, i) => commits[i] !== undefined);
    if (there.length === 1) return there[0] ?? "";
  }
  const detail =
    "It cannot be told which branch the pull request is merged into: origin has no default branch here, and not exactly " +
    "one of main and master is there. Name it, as in --base origin/develop.";
  throw new CommandFailed([errorDiagnostic("No base to compare with", detail)]);
}

async function noCommit(place: Place, ref: string): Promise<Diagnostic> {
  const atOrigin = `origin/${ref}`;
  const isAtOrigin = (await commitOf(place, atOrigin)) !== undefined;
  const advice = isAtOrigin
    ? `There is ${atOrigin}: name that.`
    : `${await adviceToFetch(place)} Names are those of branches, tags and commits of this clone.`;
  return errorDiagnostic("No such commit", `"${ref}" stands for no commit here. ${advice}`);
}

async function adviceToFetch({ session, root }: Place): Promise<string> {
  const args = ["rev-parse", "--is-shallow-repository"];
  const { stdout } = await askGit(session, args, { cwd: root });
  return stdout.trim() === "true"
    ? "The clone is shallow: fetch the rest with git fetch --unshallow, or check out with fetch-depth: 0."
    : "If it is new, fetch it first with git fetch origin.";
}

/** @throws CommandFailed where the two have no commit in common. */
async function mergeBase(place: Place, base: Revision, head: Revision): Promise<string> {
  const args = ["merge-base", base.commit, head.commit];
  const { isDone, stdout } = await askGit(place.session, args, { cwd: place.root });
  if (isDone) return stdout.trim();
  const detail =
    `${base.ref} and ${head.ref} have no commit in common here, so it cannot be told what the author changed. ` +
    `${await adviceToFetch(place)} --no-merge-base compares with ${base.ref} as it is.`;
  throw new CommandFailed([errorDiagnostic("No merge base", detail)]);
}
