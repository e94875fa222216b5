// Plans kept in a file: of one stack the document of that plan, of several one document that holds theirs. What they
// do to survival is kept with them, so that `show` tells what was approved.

import { describeFault } from "../files/file-fault.js";
import { NODE_FILES } from "../files/file-system.js";
import { writeFileAtomically } from "../files/write-file.js";
import { errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import type { SurvivalAssessment } from "../model/survival.js";
import {
  decodeSavedPlan,
  encodeSavedPlan,
  findUnsavable,
  makeSavedPlan,
  type ReadSavedPlan,
  type SavedPlan,
} from "../plan/saved-plan.js";
import { CommandFailed } from "./describe-failure.js";
import type { PlannedStack } from "./plan-stacks.js";
import type { Session } from "./session.js";

export interface PlansToSave {
  /** Absolute. */
  readonly file: string;
  readonly planned: readonly PlannedStack[];
  readonly survival: SurvivalAssessment | undefined;
}

export interface SavedPlans {
  /** In the order in which they are applied. */
  readonly plans: readonly SavedPlan[];
  /** As it was predicted when they were saved. */
  readonly survival: SurvivalAssessment | undefined;
}

const FORMAT = "holdfast.plans/1";
const HEAD = `{"format":"${FORMAT}","plans":[\n`;

/** @throws CommandFailed when the file cannot be written, or what is to be saved not be read again; then it is as it was. */
export async function savePlans(
  session: Session,
  { file, planned, survival }: PlansToSave,
): Promise<void> {
  const unsavable = planned.flatMap(({ stack }) => findUnsavable(stack.configuration));
  if (unsavable.length > 0) throw new CommandFailed(unsavable);
  const notes = survival === undefined ? {} : { survival: JSON.stringify(survival) };
  const texts = planned.flatMap(({ stack, state, plan }) => {
    if (plan === undefined) return [];
    const { configuration, variables, given } = stack;
    const toolVersion = session.version;
    const made = { toolVersion, plan, configuration, variables, given, state, notes };
    return [encodeSavedPlan(makeSavedPlan(made))];
  });
  const [only = ""] = texts;
  const text =
    texts.length === 1 ? only : `${HEAD}${texts.map((t) => t.trimEnd()).join(",\n")}\n]}\n`;
  try {
    await writeFileAtomically(NODE_FILES, file, text);
  } catch (error) {
    const summary = "The plan could not be saved";
    throw new CommandFailed([describeFault(error, { summary, doing: "written", path: file })]);
  }
}

/** @throws CommandFailed when the file is no plan, is damaged, or cannot be read. */
export async function readSavedPlans(file: string): Promise<SavedPlans> {
  const read = splitPlans(await readText(file)).map((text) => decodeSavedPlan(text, file));
  const diagnostics = read.flatMap((each) => [...each.diagnostics]);
  if (hasErrors(diagnostics)) throw new CommandFailed(diagnostics);
  const plans = read.flatMap(({ saved }: ReadSavedPlan) => saved ?? []);
  if (plans.length === 0) {
    const detail = `${file} holds no plan.`;
    throw new CommandFailed([errorDiagnostic("Not a saved plan", detail, { source: { file } })]);
  }
  const survival = plans[0]?.notes.survival;
  return {
    plans,
    survival: typeof survival === "string" ? JSON.parse(survival) : undefined,
  };
}

async function readText(file: string): Promise<string> {
  try {
    return await NODE_FILES.readText(file);
  } catch (error) {
    const summary = "The saved plan could not be read";
    throw new CommandFailed([describeFault(error, { summary, doing: "read", path: file })]);
  }
}

/** One document stands on one line of a file of several. */
function splitPlans(text: string): readonly string[] {
  if (!text.startsWith(HEAD)) return [text];
  const lines = text.slice(HEAD.length).split("\n").slice(0, -2);
  return lines.map((line) => line.replace(/,$/, ""));
}
