// Our Stack: everything declared in it lands in one Terraform configuration with one state. It differs from
// the CDK library's in five ways: ids never collide, the state's place is a relative path (the library
// writes the absolute path of this machine), the Terraform provider is declared, what was synthesised is
// linted before anyone sees it, and references to other stacks are looked for only where there are others.

import type { Construct, IConstruct, Node } from "constructs";
import { settingErrors } from "../src/model/project-settings.js";
import { LocalBackend, type TerraformBackend, TerraformElement, TerraformStack } from "./cdk.js";
import { HoldfastProvider } from "./generated/provider/index.js";
import { describeLintError } from "./lint-error.js";
import { makeLogicalId, PRIMARY_CHILD } from "./logical-id.js";
import { defined, misuse } from "./props.js";
import { resolvingOnlyTokens } from "./resolve-plain.js";
import { canSynthesise, lintStack } from "./synth-lint.js";

export interface StackProps {
  /**
   * File of the simulated vSphere, relative to the project's folder.
   *
   * @default - `context.holdfast.simulator` of cdktf.json, else the environment variable HOLDFAST_SIMULATOR,
   *   else .holdfast/vsphere.db
   */
  readonly simulator?: string;
}

/** What one stack becomes: Terraform's configuration JSON. */
export interface TerraformDocument {
  readonly [block: string]: unknown;
}

export class Stack extends TerraformStack {
  readonly #settlers: (() => void)[] = [];
  #held: TerraformDocument | undefined;
  #isHolding = false;
  #isHalfPrepared = false;

  constructor(scope: Construct, id: string, props: StackProps = {}) {
    super(scope, id);
    const simulator = props.simulator ?? settingsOf(this).simulator;
    new HoldfastProvider(this, "holdfast", defined({ simulator }));
    this.node.addValidation({ validate: () => this.lint() });
  }

  /**
   * The Holdfast stack that `construct` is declared in.
   *
   * @throws when it is declared outside one, or in a plain stack of the CDK library.
   */
  static override of(construct: IConstruct): Stack {
    const stack = construct.node.scopes.toReversed().find((scope) => TerraformStack.isStack(scope));
    if (isStack(stack)) return stack;
    const where = stack === undefined ? "outside every stack" : "in a plain TerraformStack";
    throw misuse(construct, `This is declared ${where}. Declare it in a Stack of holdfast.`);
  }

  /**
   * Has `settle` called before each synthesis, when every construct is declared: for what depends on
   * others and may change until then. It must set the same things however often it is called.
   */
  onSettle(settle: () => void): void {
    this.#settlers.push(settle);
  }

  override prepareStack(): void {
    this.#settle();
    if (!canSynthesise(this)) return;
    if (!this.#hasOthers()) {
      this.ensureBackendExists();
      return;
    }
    this.#isHalfPrepared = true;
    resolvingOnlyTokens(() => super.prepareStack());
    this.#isHalfPrepared = false;
  }

  override toTerraform(): TerraformDocument {
    if (this.#held !== undefined) return this.#held;
    this.#settle();
    const document: TerraformDocument = resolvingOnlyTokens(() => super.toTerraform());
    if (this.#isHolding) this.#held = document;
    return document;
  }

  /**
   * While `work` runs, what was synthesised once is used again instead of being made anew. Nothing may
   * be declared in the meantime.
   */
  holdingDocument<T>(work: () => T): T {
    this.#isHolding = true;
    try {
      return work();
    } finally {
      this.#isHolding = false;
      this.#held = undefined;
    }
  }

  /** A state file beside the project's `cdktf.json`, unless the program chose another backend. */
  override ensureBackendExists(): TerraformBackend {
    if (this.node.tryFindChild("backend") === undefined) {
      new LocalBackend(this, { path: `terraform.${this.node.id}.tfstate` });
    }
    return super.ensureBackendExists();
  }

  /** Everything that went wrong between the program and the JSON, as `[construct path] message`. */
  lint(): string[] {
    // What stopped the preparation is said; the references it left open are no mistakes of the program.
    if (this.#isHalfPrepared) return [];
    this.#settle();
    return lintStack(this).map(describeLintError);
  }

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    const below = node.scopes.slice(node.scopes.indexOf(this) + 1);
    return makeLogicalId({
      ids: below.map((scope) => scope.node.id),
      isPrimary: node.id === PRIMARY_CHILD && !TerraformElement.isTerraformElement(node.scope),
    });
  }

  /** The library resolves everything to find what refers to other stacks, a fifth of the time of a large program. */
  #hasOthers(): boolean {
    const open: IConstruct[] = [this.node.root];
    for (const construct of open) {
      if (construct !== this && TerraformStack.isStack(construct)) return true;
      for (const child of construct.node.children) open.push(child);
    }
    return false;
  }

  #settle(): void {
    for (const settle of this.#settlers) settle();
  }
}

/** `context.holdfast` of the project file. */
interface Settings {
  readonly simulator?: string;
}

/** Outside the class: bundled, one that names itself gets another name, which messages would tell. */
function isStack(stack: IConstruct | undefined): stack is Stack {
  return stack instanceof Stack;
}

function settingsOf(stack: Stack): Settings {
  const settings: Settings | undefined = stack.node.tryGetContext("holdfast");
  const errors = settingErrors(settings);
  if (errors.length > 0) throw misuse(stack, errors.join(" "));
  return settings ?? {};
}
