// --plan-json and --base-plan-json: plans that were made elsewhere, by real Terraform too, as `show -json` prints them.

import { createHash } from "node:crypto";
import { basename, resolve } from "node:path";
import { describeFault } from "../files/file-fault.js";
import { NODE_FILES } from "../files/file-system.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { readPlanJson } from "../plan/read-plan-json.js";
import { providerSchema } from "../schema/resource-schemas.js";
import { CommandFailed } from "./describe-failure.js";
import type { EvaluatedSide } from "./evaluate-side.js";
import type { GivenOptions } from "./given-options.js";
import type { PreviewSubject } from "./preview-subject.js";
import type { Session } from "./session.js";

/** @throws CommandFailed with all that is wrong with all files. */
export async function readPlansElsewhere(
  session: Session,
  options: GivenOptions,
): Promise<Pick<PreviewSubject, "base" | "head">> {
  const [head, base] = [options.list("plan-json"), options.list("base-plan-json")];
  const [read, readBase] = await Promise.all([
    readSide(session, head, stackOf),
    readSide(session, base, namesOfBase(head, base)),
  ]);
  const problems = [...read.diagnostics, ...readBase.diagnostics];
  if (problems.length > 0) throw new CommandFailed(problems);
  return { head: read, base: base.length === 0 ? undefined : readBase };
}

type NameOf = (file: string) => string;

/** `plans/edge.plan.json` is of the stack `edge`: the format does not say. */
function stackOf(file: string): string {
  return basename(file).replace(/(\.(plan|tfplan))?(\.json)?$/, "");
}

/** Where there is one plan of each side, they are of the same stack, whatever their files are called. */
function namesOfBase(head: readonly string[], base: readonly string[]): NameOf {
  const [only = ""] = head;
  return head.length === 1 && base.length === 1 ? () => stackOf(only) : stackOf;
}

async function readSide(
  session: Session,
  files: readonly string[],
  nameOf: NameOf,
): Promise<EvaluatedSide> {
  const hash = createHash("sha256");
  const diagnostics: Diagnostic[] = [...findTwice(files, nameOf)];
  const plans = [];
  for (const file of files) {
    const text = await readText(resolve(session.terminal.cwd, file), diagnostics);
    if (text === undefined) continue;
    hash.update(text);
    const read = readPlanJson({ text, file, stack: nameOf(file), schema: providerSchema });
    diagnostics.push(...read.diagnostics);
    if (read.plan !== undefined) plans.push(read.plan);
  }
  const nothing = { serials: {}, findPlace: () => undefined, estateFiles: [] };
  const digest = hash.digest("hex");
  return { plans, diagnostics, digest: () => digest, ...nothing };
}

function findTwice(files: readonly string[], nameOf: NameOf): readonly Diagnostic[] {
  const owners = new Map<string, string>();
  return files.flatMap((file) => {
    const stack = nameOf(file);
    const owner = owners.get(stack);
    owners.set(stack, owner ?? file);
    if (owner === undefined) return [];
    const detail = `${owner} and ${file} are both taken for the plan of the stack ${stack}, by their names.`;
    return [errorDiagnostic("Two plans of one stack", `${detail} Give them other names.`)];
  });
}

async function readText(path: string, diagnostics: Diagnostic[]): Promise<string | undefined> {
  try {
    return await NODE_FILES.readText(path);
  } catch (error) {
    const summary = "A plan cannot be read";
    diagnostics.push(describeFault(error, { summary, doing: "read", path }));
    return undefined;
  }
}
