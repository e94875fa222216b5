// The half of the synthesis lint that looks at the construct tree, before the CDK library turns it into
// JSON: what goes wrong on the way and leaves no trace there is still whole here.

import {
  DefaultTokenResolver,
  Op,
  StringConcat,
  TerraformElement,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
  Tokenization,
} from "./cdk.js";
import type { LintError } from "./lint-error.js";
import { lintFields } from "./lint-value.js";

export function lintTree(stack: TerraformStack): readonly LintError[] {
  const elements = elementsOf(stack);
  const dropsFalsy = dropsFalsyOperands(stack);
  return [...duplicates(elements), ...elements.flatMap((e) => lintElement(e, dropsFalsy))];
}

/** Elements of the stack itself, not of stacks inside it. */
export function elementsOf(stack: TerraformStack): readonly TerraformElement[] {
  return stack.node
    .findAll()
    .filter((c) => TerraformElement.isTerraformElement(c))
    .filter((element) => TerraformStack.of(element) === stack);
}

/** The CDK library crashes on such an output without saying where. */
export function isNullOutput(element: TerraformElement): boolean {
  if (!TerraformOutput.isTerraformOutput(element)) return false;
  return element.value === null || element.value === undefined;
}

/** `resource/holdfast_host/esx01` → paths of the constructs that emit it. */
export function addressBook(
  elements: readonly TerraformElement[],
): ReadonlyMap<string, readonly string[]> {
  const book = new Map<string, string[]>();
  for (const element of elements) {
    for (const address of addressesOf(element)) {
      const paths = book.get(address);
      if (paths === undefined) book.set(address, [element.node.path]);
      else paths.push(element.node.path);
    }
  }
  return book;
}

const TWO_LEVELS = new Set(["resource", "data", "ephemeral"]);
const ONE_LEVEL = new Set(["variable", "output", "locals", "module"]);

function addressesOf(element: TerraformElement): readonly string[] {
  if (isNullOutput(element)) return [];
  if (isPlainResource(element)) {
    return [`resource/${element.terraformResourceType}/${element.friendlyUniqueId}`];
  }
  const fragment: Record<string, unknown> = element.toTerraform();
  return Object.entries(fragment).flatMap(([block, content]) => {
    if (ONE_LEVEL.has(block)) return namesIn(content).map((name) => `${block}/${name}`);
    if (!TWO_LEVELS.has(block)) return [];
    return Object.entries(content ?? {}).flatMap(([type, named]) =>
      namesIn(named).map((name) => `${block}/${type}/${name}`),
    );
  });
}

/** One that becomes what the library makes of resources, at its own address: that is known without making it. */
function isPlainResource(element: TerraformElement): element is TerraformResource {
  return (
    TerraformResource.isTerraformResource(element) &&
    element.toTerraform === TerraformResource.prototype.toTerraform &&
    !element.hasResourceMove()
  );
}

function namesIn(value: unknown): readonly string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

function duplicates(elements: readonly TerraformElement[]): readonly LintError[] {
  return [...addressBook(elements)]
    .filter(([, paths]) => paths.length > 1)
    .flatMap(([address, paths]) =>
      paths.map((construct) => ({
        trap: 1,
        construct,
        problem: `${paths.join(" and ")} share the id ${address}, and would be merged into one.`,
        fix: "Remove overrideLogicalId from one of them, or give one construct another id.",
      })),
    );
}

function lintElement(element: TerraformElement, dropsFalsy: boolean): readonly LintError[] {
  const construct = element.node.path;
  if (isNullOutput(element)) {
    return [
      {
        trap: 16,
        construct,
        problem: "The value of this output is null or undefined.",
        fix: "Give it a value, or Token.nullValue().",
      },
    ];
  }
  const errors: LintError[] = [];
  lintFields(element, {
    dropsFalsy,
    report: (problem) => errors.push({ ...problem, construct }),
  });
  return errors;
}

/** True on cdktf 0.21, which tests operands by truth; cdktn mended it. Asked, not looked up. */
function dropsFalsyOperands(scope: TerraformStack): boolean {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return Tokenization.resolve(Op.sub(7, 0), { scope, resolver, preparing: false }) === "${-7}";
}
