// What a preview judges: two sides of a pull request and the vSpheres that both start from, evaluated from commits of
// the repository or read from plans that were made elsewhere.

import { join } from "node:path";
import { errorDiagnostic } from "../model/diagnostic.js";
import type { Revision } from "../model/preview.js";
import { checkOut, withTemporaryFolder } from "./check-out.js";
import { CommandFailed } from "./describe-failure.js";
import { type EvaluatedSide, evaluateSide } from "./evaluate-side.js";
import { askGit } from "./git.js";
import type { GivenOptions } from "./given-options.js";
import { noStack } from "./load-stacks.js";
import { chooseRevisions, projectIn, type Revisions } from "./preview-revisions.js";
import { type PreviewVsphere, vspheresOf } from "./preview-vspheres.js";
import { findProject, findProjectFolder, PROJECT_FILE } from "./project.js";
import { type Session, say } from "./session.js";
import { requireNamed, type SharedSnapshots, shareEstates } from "./shared-estates.js";
import { estatePath } from "./simulated-estate.js";
import { UsageError } from "./usage-error.js";

export interface PreviewSubject {
  /** Folder of the project in its repository; `.` for its root. */
  readonly project: string;
  /** Absent where the base has no such project, or nobody gave its plans. */
  readonly base: EvaluatedSide | undefined;
  readonly head: EvaluatedSide;
  /** Absent for plans that were made elsewhere. */
  readonly revisions?: { readonly base: Revision; readonly head: Revision };
  /** One at least. */
  readonly vspheres: readonly PreviewVsphere[];
  /** Of all vSpheres, by whoever asked. */
  readonly close: () => void;
}

/** @throws UsageError, CommandFailed, Interrupted. */
export async function openPreviewSubject(
  session: Session,
  options: GivenOptions,
): Promise<PreviewSubject> {
  const root = findProjectFolder(session.terminal.cwd) ?? session.terminal.cwd;
  const estates = shareEstates(options, { cwd: session.terminal.cwd, root });
  const open = options.list("plan-json").length > 0 ? fromPlans : fromCommits;
  try {
    return { ...(await open({ session, options, estates, root })), close: estates.close };
  } catch (error) {
    estates.close();
    throw error;
  }
}

interface Opening {
  readonly session: Session;
  readonly options: GivenOptions;
  readonly estates: SharedSnapshots;
  /** Absolute folder of the project; where there is none, the working directory. */
  readonly root: string;
}

type Opened = Omit<PreviewSubject, "close">;

const OF_COMMITS = ["base", "head"];
const OF_PROGRAMS = ["stack", "var", "var-file"];

async function fromPlans(opening: Opening): Promise<Opened> {
  const { session, options, root } = opening;
  const isGiven = (name: string) => options.text(name) !== undefined;
  const excluded = [
    ...OF_COMMITS.filter(isGiven),
    ...OF_PROGRAMS.filter((name) => options.list(name).length > 0),
    ...["no-merge-base", "drill"].filter((name) => options.has(name)),
  ];
  if (excluded.length > 0) throw new UsageError(`--plan-json excludes --${excluded.join(", --")}.`);
  const { readPlansElsewhere } = await import("./plans-elsewhere.js");
  const sides = await readPlansElsewhere(session, options);
  return {
    project: await projectIn(session, root),
    ...sides,
    vspheres: await findVspheres(opening, sides),
  };
}

async function fromCommits(opening: Opening): Promise<Opened> {
  const { session, options } = opening;
  if (options.list("base-plan-json").length > 0) {
    throw new UsageError("--base-plan-json goes with --plan-json, the plans of the head.");
  }
  const { root } = findProject(session.terminal.cwd);
  const revisions = await chooseRevisions(session, options, root);
  if (options.text("head") === undefined) await sayUncommitted(session, root);
  const sides = await evaluateSides(opening, { revisions, root });
  requireStacks(options, [sides.base, sides.head]);
  const { project, base, head } = revisions;
  const vspheres = await findVspheres(opening, sides);
  return { project, ...sides, revisions: { base, head }, vspheres };
}

/** @throws UsageError, CommandFailed. */
async function findVspheres(
  { session, options, estates, root }: Opening,
  sides: Pick<PreviewSubject, "base" | "head">,
): Promise<readonly PreviewVsphere[]> {
  const preset = estatePath(session, { root, declared: undefined });
  const all = [sides.head, sides.base].flatMap((side) => side?.estateFiles ?? []);
  requireNamed(options, root, all.length === 0 ? [preset] : [...new Set(all)].sort());
  return await vspheresOf({ options, estates, root, preset, ...sides });
}

async function sayUncommitted(session: Session, root: string): Promise<void> {
  const { stdout } = await askGit(session, ["status", "--porcelain", "--", "."], { cwd: root });
  if (stdout.trim() === "") return;
  say(session, [["What is not committed is not in the preview: it shows the commit HEAD."]]);
}

async function evaluateSides(
  { session, options, estates }: Opening,
  { revisions, root }: { readonly revisions: Revisions; readonly root: string },
): Promise<Pick<PreviewSubject, "base" | "head">> {
  return await withTemporaryFolder(async (temporary) => {
    const evaluate = async (side: "base" | "head"): Promise<EvaluatedSide | undefined> => {
      const { commit } = revisions[side];
      const place = join(temporary, side);
      const checkout = await checkOut(session, revisions, { commit, place });
      if (checkout.root === undefined) return undefined;
      return await evaluateSide({
        ...{ session, options, estates, home: root, revisions },
        checkout: { ...checkout, root: checkout.root },
        mayLackVariables: side === "base",
        isDrilled: side === "head" && options.has("drill"),
      });
    };
    // The programs of both run at the same time. Neither is left running in a folder that is gone.
    const sides = await Promise.allSettled([evaluate("base"), evaluate("head")]);
    const [base, head] = sides.map(settledValue);
    if (head === undefined) throw noProjectAtHead(revisions);
    return { base, head };
  });
}

function settledValue<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === "rejected") throw settled.reason;
  return settled.value;
}

function noProjectAtHead({ head, project }: Revisions): CommandFailed {
  const file = project === "." ? PROJECT_FILE : `${project}/${PROJECT_FILE}`;
  const detail = `There is no ${file} in ${head.ref}. Commit the project first, or name another commit with --head.`;
  return new CommandFailed([errorDiagnostic("No project at the head", detail)]);
}

/** A stack of one side alone comes or goes; one of neither is mistyped. */
function requireStacks(options: GivenOptions, sides: readonly (EvaluatedSide | undefined)[]): void {
  const known = sides.map((side) => (side === undefined ? [] : side.stacks));
  if (known.includes(undefined)) return;
  const names = [...new Set(known.flatMap((stacks) => stacks ?? []))];
  const unknown = options.list("stack").filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new CommandFailed(unknown.map((name) => noStack(name, names)));
}
