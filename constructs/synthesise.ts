// From a tree of constructs to files: settle, apply aspects, ask every rule, write. Whatever is wrong is
// found before the first byte is written; the command line reads the result through its manifest.

import type { IConstruct } from "constructs";
import { faultReason } from "../src/files/file-fault.js";
import {
  AnnotationMetadataEntryType,
  type App,
  Aspects,
  type IAspect,
  type Manifest,
  TerraformStack,
} from "./cdk.js";
import { Stack } from "./stack.js";
import { canSynthesise } from "./synth-lint.js";
import { type SynthesisOutput, writeSynthesis } from "./write-synthesis.js";

export interface SynthesisOptions {
  readonly outdir: string;
  /** Whether errors that a construct only annotated are left to whoever reads the manifest. */
  readonly allowsErrorAnnotations: boolean;
}

/** Every mistake of a program at once, or why the output could not be written. */
export class SynthesisError extends Error {
  override readonly name = "SynthesisError";
  readonly #mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    const count = mistakes.length === 1 ? "1 error" : `${mistakes.length} errors`;
    super(`nothing was synthesised, because of ${count}:\n  ${mistakes.join("\n  ")}`);
    this.#mistakes = mistakes;
  }

  /** One each, `[construct path] message`. No own property: Node would print them a second time. */
  get mistakes(): readonly string[] {
    return this.#mistakes;
  }
}

/** Checks and writes every stack of `app`. */
export function synthesise(app: App, options: SynthesisOptions): Manifest {
  if (app.hclOutput)
    throw new SynthesisError(["[App] Output as HCL is not supported; unset SYNTH_HCL_OUTPUT."]);
  const stacks = app.node.findAll().filter((c) => TerraformStack.isStack(c));
  const unprepared = stacks.flatMap(prepare);
  applyAspects(app, []);
  return holdingAll(stacks, () => {
    for (const stack of stacks) render(stack);
    const errors = [...unprepared, ...collectErrors(app, options)];
    if (errors.length > 0) throw new SynthesisError([...new Set(errors)]);
    return write({ app, stacks, outdir: options.outdir });
  });
}

/** What the library's rules ask of functions and features is known once they were rendered; what is wrong the lint says. */
function render(stack: TerraformStack): void {
  try {
    if (stack instanceof Stack && canSynthesise(stack)) stack.toTerraform();
  } catch {
    // Asked again by the lint, which finds out where.
  }
}

function write(output: SynthesisOutput): Manifest {
  try {
    return writeSynthesis(output);
  } catch (error) {
    const reason = faultReason(error);
    if (reason === undefined) throw error;
    throw new SynthesisError([`[App] ${output.outdir} could not be written: ${reason}`]);
  }
}

/** The library crashes in here without saying where, so the stack is said at least. */
function prepare(stack: TerraformStack): readonly string[] {
  try {
    stack.prepareStack();
    return [];
  } catch (error) {
    return [`[${stack.node.path}] ${inOurWords((error as Error).message)}`];
  }
}

const STACK_CYCLE = /Cannot add dependency (\S+) to (\S+), because it would cause a circular/;

/** The library says what it could not do, and not what the program should do. */
function inOurWords(message: string): string {
  const [, first, second] = STACK_CYCLE.exec(message) ?? [];
  if (first === undefined) return message;
  return (
    `The stacks ${first} and ${second} need each other, so that neither could be applied first: a construct of each ` +
    "refers to one of the other, or a machine waits there for the hosts of its cluster or for its default key " +
    "provider. Declare these together in one stack, or the machines in a third."
  );
}

/** Each construct is visited by its own aspects and by those of the scopes around it, outer ones first. */
function applyAspects(construct: IConstruct, inherited: readonly IAspect[]): void {
  const aspects = [...inherited, ...Aspects.of(construct).all];
  for (const aspect of aspects) aspect.visit(construct);
  for (const child of construct.node.children) applyAspects(child, aspects);
}

function holdingAll<T>(stacks: readonly TerraformStack[], work: () => T): T {
  return stacks.reduceRight(
    (inner, stack) => (stack instanceof Stack ? () => stack.holdingDocument(inner) : inner),
    work,
  )();
}

/** Errors of the CDK library that the engine does not share: it needs no terraform binary. */
const ABOUT_TERRAFORM_BINARY = /^Could not determine version of|is lower than the required version/;

function collectErrors(app: App, options: SynthesisOptions): readonly string[] {
  const constructs = app.node.findAll();
  const broken = constructs.flatMap((construct) =>
    construct.node
      .validate()
      .filter((message) => !ABOUT_TERRAFORM_BINARY.test(message))
      .map((message) => inBrackets(construct, message)),
  );
  const annotated = options.allowsErrorAnnotations ? [] : constructs.flatMap(errorAnnotations);
  return [...broken, ...annotated];
}

function errorAnnotations(construct: IConstruct): readonly string[] {
  return construct.node.metadata
    .filter((entry) => entry.type === AnnotationMetadataEntryType.ERROR)
    .map((entry) => inBrackets(construct, String(entry.data)));
}

/** The lint names the construct itself; the root has no path. */
function inBrackets(construct: IConstruct, message: string): string {
  return message.startsWith("[") ? message : `[${construct.node.path || "App"}] ${message}`;
}
