// One side of a preview, base or head: its program is run in a checkout, and its stacks are planned against the states of
// the user's project and the snapshot that all sides share. What is wrong with it is part of the answer.

import { resolve } from "node:path";
import type { StackConfiguration } from "../load/load-configuration.js";
import { type Diagnostic, hasErrors } from "../model/diagnostic.js";
import type { Plan } from "../model/plan.js";
import type { Checkout } from "./check-out.js";
import { type FindPlace, placeFinder } from "./construct-places.js";
import { CommandFailed } from "./describe-failure.js";
import { drillPlanned, type PlannedDrill } from "./drill-planned.js";
import { type GivenOptions, ofEveryStack } from "./given-options.js";
import { loadStacks } from "./load-stacks.js";
import { openStacks, type SharedEstates } from "./open-stacks.js";
import { digestOfPlans } from "./plan-digest.js";
import { type PlanDocument, planDocument } from "./plan-documents.js";
import { type PlannedStack, planStacks } from "./plan-stacks.js";
import { COMMENT_WIDTH } from "./preview-choices.js";
import type { Revisions } from "./preview-revisions.js";
import { nameOfFlag, readVariables } from "./read-variables.js";
import { atHome, inRepository } from "./repository-places.js";
import type { Session } from "./session.js";
import { currentWorkspace } from "./workspaces.js";

export interface EvaluatedSide {
  /** Of all stacks, in the order in which they are applied. Not all of them where there are errors. */
  readonly plans: readonly Plan[];
  /** What is said of files is relative to the repository. */
  readonly diagnostics: readonly Diagnostic[];
  /** SHA-256 of the plans. */
  readonly digest: () => string;
  /** The plans as Terraform prints them, by stack. Absent for plans made elsewhere, which are that already. */
  readonly documents?: () => readonly PlanDocument[];
  /** Serial of each stack's state; 0 before the first apply. */
  readonly serials: { readonly [stack: string]: number };
  /** Where in the program a construct was made. */
  readonly findPlace: FindPlace;
  /** Names of all stacks of the program; absent where they are not known. */
  readonly stacks?: readonly string[];
  /** Absolute paths of the simulated vSpheres that the stacks say they are on. */
  readonly estateFiles: readonly string[];
  /** What the drill of the planned estate says, where it was asked for and the plans have no errors. */
  readonly drill?: string;
}

export interface SideToEvaluate {
  readonly session: Session;
  readonly options: GivenOptions;
  readonly checkout: Checkout & { readonly root: string };
  readonly revisions: Pick<Revisions, "repository" | "project">;
  /** Absolute folder of the user's project, which has the states. */
  readonly home: string;
  readonly estates: SharedEstates;
  /** Whether a variable that is given may be one that only the other side declares. */
  readonly mayLackVariables: boolean;
  /** Whether what is planned is drilled, too. */
  readonly isDrilled: boolean;
}

/** @throws Interrupted, UsageError. */
export async function evaluateSide(side: SideToEvaluate): Promise<EvaluatedSide> {
  const said: Diagnostic[] = [];
  const session = collecting(said, side);
  try {
    const evaluated = await evaluate(session, side);
    return { ...evaluated, diagnostics: tell([...said, ...evaluated.diagnostics], side) };
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    return { ...NOTHING, diagnostics: tell([...said, ...error.diagnostics], side) };
  }
}

const NOTHING = {
  plans: [],
  digest: () => digestOfPlans([]),
  serials: {},
  findPlace: () => undefined,
  estateFiles: [],
};

/** As the user's, but that what is said is kept, and what is asked of the project's own choices is answered as there. */
function collecting(said: Diagnostic[], { session, home }: SideToEvaluate): Session {
  const { env, cwd } = session.terminal;
  const { HOLDFAST_SIMULATOR: simulator } = env;
  const absolute = simulator ? { HOLDFAST_SIMULATOR: resolve(cwd, simulator) } : {};
  const chosen = { ...absolute, TF_WORKSPACE: currentWorkspace(session, home) };
  return {
    ...session,
    ...(session.simulator === undefined ? {} : { simulator: resolve(cwd, session.simulator) }),
    terminal: { ...session.terminal, env: { ...env, ...chosen, HOLDFAST_PLACES: "1" } },
    sendDiagnostics: (diagnostics) => said.push(...diagnostics),
  };
}

async function evaluate(session: Session, side: SideToEvaluate): Promise<EvaluatedSide> {
  const { checkout, home, estates } = side;
  const options = withAbsoluteFiles(ofEveryStack(side.options), session.terminal.cwd);
  const there = { ...session, terminal: { ...session.terminal, cwd: checkout.root } };
  const loaded = await loadStacks(there, options, "fresh");
  const known = loaded.stacks.map(({ stack }) => stack);
  const stacks = chosen(loaded.stacks, side.options);
  const given = side.mayLackVariables ? withoutUnknown(options, loaded.stacks) : options;
  const variables = readVariables(there, given, stacks);
  const found = [...loaded.warnings, ...variables.diagnostics];
  if (hasErrors(found)) throw new CommandFailed(found);
  const inputs = stacks.map((configuration, i) => ({
    // Variables are those of the commit; states and the simulated vSphere those of the user's project.
    configuration: { ...configuration, root: home },
    variables: variables.values[i] ?? {},
    given: variables.given[i] ?? {},
  }));
  const opened = openStacks(session, inputs, estates);
  const planned = await planStacks(session, opened, { mode: "normal" });
  const places = { folder: checkout.folder, repository: side.revisions.repository };
  const made = planned.flatMap(({ plan, stack }) =>
    plan === undefined ? [] : { ...stack, plan: atHome(plan, places) },
  );
  const plans = made.map(({ plan }) => plan);
  const diagnostics = [...found, ...planned.flatMap((each) => each.diagnostics)];
  const drilled =
    side.isDrilled && !hasErrors(diagnostics)
      ? await drill(session, side, { planned, estate: opened.estate })
      : { diagnostics: [] };
  return {
    plans,
    ...drilled,
    diagnostics: [...diagnostics, ...drilled.diagnostics],
    digest: () => digestOfPlans(plans),
    documents: () => made.map((each) => planDocument(session, each)),
    serials: serialsOf(planned),
    findPlace: placeFinder(stacks, checkout.folder),
    stacks: known,
    estateFiles: opened.stacks.map(({ estateFile }) => estateFile),
  };
}

/** A head that cannot be drilled is judged all the same. */
async function drill(
  session: Session,
  { options, home: root }: SideToEvaluate,
  made: Pick<PlannedDrill, "planned" | "estate">,
): Promise<Pick<EvaluatedSide, "drill" | "diagnostics">> {
  const scenario = options.text("scenario") ?? "";
  try {
    const text = await drillPlanned(session, { ...made, root, scenario, width: COMMENT_WIDTH });
    return { drill: text, diagnostics: [] };
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    return { diagnostics: error.diagnostics.map((d) => ({ ...d, severity: "warning" })) };
  }
}

function withAbsoluteFiles(options: GivenOptions, cwd: string): GivenOptions {
  return {
    ...options,
    inOrder: (...names) =>
      options
        .inOrder(...names)
        .map(({ name, value }) =>
          name === "var-file" ? { name, value: resolve(cwd, value) } : { name, value },
        ),
  };
}

function chosen(
  stacks: readonly StackConfiguration[],
  options: GivenOptions,
): readonly StackConfiguration[] {
  const names = options.list("stack");
  return names.length === 0 ? stacks : stacks.filter(({ stack }) => names.includes(stack));
}

/** A pull request may declare a variable that its base does not know, and give it a value in the same pipeline. */
function withoutUnknown(
  options: GivenOptions,
  stacks: readonly StackConfiguration[],
): GivenOptions {
  const isKnown = (flag: string) => stacks.some(({ variables }) => variables.has(nameOfFlag(flag)));
  return {
    ...options,
    inOrder: (...names) =>
      options.inOrder(...names).filter(({ name, value }) => name !== "var" || isKnown(value)),
  };
}

function serialsOf(planned: readonly PlannedStack[]): EvaluatedSide["serials"] {
  return Object.fromEntries(
    planned.map(({ stack, state }) => [stack.configuration.stack, state.serial] as const),
  );
}

function tell(diagnostics: readonly Diagnostic[], side: SideToEvaluate): readonly Diagnostic[] {
  const { checkout, revisions, session } = side;
  return diagnostics.map((each) => {
    const told = inRepository(each, { folder: checkout.folder, project: revisions.project });
    return { ...told, detail: session.secrets.hide(told.detail) };
  });
}
