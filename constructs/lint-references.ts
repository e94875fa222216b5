// Every `${…}` of a stack's JSON must be Terraform's language, and every name in it must be declared in the
// same stack; addresses that Terraform wants without `${…}` must be written so, and exist.

import {
  formatInstance,
  formatResource,
  parseInstance,
  type ResourceAddress,
} from "../src/model/address.js";
import {
  blockOf,
  type DocumentLint,
  isJsonObject,
  isTornToken,
  type JsonObject,
  type Steps,
  walkValues,
} from "./lint-document.js";
import { type ScannedReference, scanTemplate } from "./scan-template.js";

/** Names that mean something in every stack. */
const ALWAYS_THERE = new Set(["each", "count", "self", "path", "terraform"]);
const NAMESPACES: Readonly<Record<string, string>> = {
  var: "variable",
  local: "locals",
  module: "module",
};

export function lintReferences(lint: DocumentLint): void {
  for (const [block, content] of Object.entries(lint.document)) {
    if (block === "resource" || block === "data") lintObjects(lint, block, content);
    else if (block === "output") lintNamed(lint, content, [block]);
    else if (block === "moved" || block === "import") lintStatements(lint, block, content);
    else if (block !== "//") lintTemplates(lint, { value: content, at: [block], iterators: [] });
  }
}

function lintObjects(lint: DocumentLint, block: string, types: unknown): void {
  for (const [type, named] of Object.entries(isJsonObject(types) ? types : {})) {
    lintNamed(lint, named, [block, type]);
  }
}

function lintNamed(lint: DocumentLint, named: unknown, at: Steps): void {
  for (const [name, object] of Object.entries(isJsonObject(named) ? named : {})) {
    if (isJsonObject(object)) lintObject(lint, object, [...at, name]);
  }
}

function lintObject(lint: DocumentLint, object: JsonObject, at: Steps): void {
  const iterators = iteratorsOf(object);
  for (const [key, value] of Object.entries(object)) {
    if (key === "depends_on") lintDependencies(lint, value, [...at, key]);
    else if (key !== "//" && key !== "provider" && key !== "lifecycle") {
      lintTemplates(lint, { value, at: [...at, key], iterators });
    }
  }
}

/** Names that `dynamic` blocks introduce. */
function iteratorsOf(object: JsonObject): readonly string[] {
  return Object.entries(blockOf(object, "dynamic")).flatMap(([label, dynamic]) => {
    const iterator = isJsonObject(dynamic) ? dynamic.iterator : undefined;
    return typeof iterator === "string" ? [label, iterator] : [label];
  });
}

function lintDependencies(lint: DocumentLint, value: unknown, at: Steps): void {
  if (!Array.isArray(value)) return;
  value.forEach((entry: unknown, i) => {
    const address = typeof entry === "string" ? parseInstance(entry) : undefined;
    const fix =
      at[0] === "output"
        ? 'Write the bare address: output.addOverride("depends_on", ["holdfast_host.esx01"]).'
        : "Set dependsOn to constructs, or to dependable(…) of holdfast/cdk.";
    if (String(entry).startsWith("module.")) return;
    if (address === undefined) {
      lint.report([...at, i], { problem: `${String(entry)} is no address of a resource.`, fix });
    } else if (!isDeclared(lint.document, address.resource)) {
      const problem = `${formatInstance(address)} is not in this stack.`;
      lint.report([...at, i], { problem, fix });
    }
  });
}

function isDeclared(document: JsonObject, address: ResourceAddress): boolean {
  return objectOf(document, address) !== undefined;
}

function objectOf(document: JsonObject, { mode, type, name }: ResourceAddress): unknown {
  const named = blockOf(blockOf(document, mode === "data" ? "data" : "resource"), type);
  return Object.hasOwn(named, name) ? named[name] : undefined;
}

function lintStatements(lint: DocumentLint, block: string, statements: unknown): void {
  if (!Array.isArray(statements)) return;
  statements.forEach((statement: unknown, i) => {
    if (!isJsonObject(statement)) return;
    const address = typeof statement.to === "string" ? parseInstance(statement.to) : undefined;
    const isConfigured = address !== undefined && isDeclared(lint.document, address.resource);
    if (block === "import" && isConfigured && statement.provider !== undefined) {
      lint.report([block, i, "provider"], {
        trap: 14,
        problem: "An import of a resource that is declared here may not name a provider.",
        fix: "Call importFrom with the id alone; the resource's own provider is used.",
      });
    }
    lintTemplates(lint, { value: statement.id, at: [block, i, "id"], iterators: [] });
  });
}

interface Templates {
  readonly value: unknown;
  readonly at: Steps;
  readonly iterators: readonly string[];
}

function lintTemplates(lint: DocumentLint, { value, at, iterators }: Templates): void {
  walkValues(value, at, (text, where) => {
    if (typeof text === "string") lintTemplate(lint, { text, at: where, iterators });
  });
}

function lintTemplate(
  lint: DocumentLint,
  template: { readonly text: string; readonly at: Steps; readonly iterators: readonly string[] },
): void {
  const { text, at, iterators } = template;
  if (isTornToken(text)) return;
  const scan = scanTemplate(text);
  if (scan.problem !== undefined) {
    lint.report(at, {
      trap: 8,
      problem: `${JSON.stringify(text)} is not Terraform's language: ${scan.problem}.`,
      fix: "Inside functions wrap text in literal(…) of holdfast; elsewhere write $${ for ${.",
    });
  }
  for (const name of scan.bareIndexes) lint.report(at, bareIndex(name));
  for (const reference of scan.references) {
    if (iterators.includes(reference.root)) continue;
    const error = referenceError(lint.document, reference);
    if (error !== undefined) lint.report(at, error);
  }
}

function bareIndex(name: string): Parameters<DocumentLint["report"]>[1] {
  return {
    trap: 7,
    problem: `The map key ${name} came out without quotes.`,
    fix: `Use propertyAccess(map, ["${name}", …]) of holdfast/cdk.`,
  };
}

type Report = Parameters<DocumentLint["report"]>[1];

function referenceError(document: JsonObject, reference: ScannedReference): Report | undefined {
  const { root, steps } = reference;
  if (ALWAYS_THERE.has(root)) return undefined;
  const [name = "", second = ""] = steps;
  const namespace = NAMESPACES[root];
  if (namespace !== undefined) {
    const block = blockOf(document, namespace);
    if (!Object.hasOwn(block, name)) return unknownName(reference);
    const isWhole = second === "" && !reference.hasSplat;
    return root !== "module" || isWhole ? undefined : eachError(block[name], `module.${name}`);
  }
  const address =
    root === "data"
      ? ({ mode: "data", type: name, name: second } as const)
      : ({ mode: "managed", type: root, name } as const);
  if (isDeclared(document, address)) {
    if (!reference.hasSplat) return undefined;
    return eachError(objectOf(document, address), formatResource(address));
  }
  return root === "undefined" ? missingOperand() : unknownName(reference);
}

/** What has for_each is a map of instances, and has neither attributes nor a splat. */
function eachError(object: unknown, address: string): Report | undefined {
  if (!isJsonObject(object) || !("for_each" in object)) return undefined;
  return {
    trap: 14,
    problem: `${address} has for_each and is a map, but is used as one object or as a list.`,
    fix: "Write propertyAccess(object, [key, …]) of holdfast/cdk.",
  };
}

function unknownName({ root, steps }: ScannedReference): Report {
  return {
    problem: `Nothing in this stack is called ${[root, ...steps].join(".")}.`,
    fix: "Refer to the construct itself, or write $${ where ${ is meant as text.",
  };
}

function missingOperand(): Report {
  return {
    trap: 5,
    problem: "An operand of an expression was lost and became the word undefined.",
    fix: "Put the operand into a TerraformLocal and use that, or use cdktn.",
  };
}
