// Holdfast's own resources in a stack's JSON against their schema: names and shapes that no construct would
// write but an override or a cast can, and literals where only a secret's reference may stand.

import { suggestion } from "../src/model/closest-name.js";
import type { AttributeSchema, AttributeSchemas } from "../src/model/type.js";
import { resourceSchemaOf, resourceTypes } from "../src/schema/resource-schemas.js";
import {
  blockOf,
  type DocumentLint,
  isJsonObject,
  type JsonObject,
  type Steps,
} from "./lint-document.js";
import { scanTemplate } from "./scan-template.js";

/** What every resource may have beside its attributes. */
const META = new Set(["//", "count", "for_each", "depends_on", "lifecycle", "provider"]);
const COMMANDS = new Set(["provisioner", "connection"]);

export function lintAttributes(lint: DocumentLint): void {
  lintVariables(lint);
  for (const [type, named] of Object.entries(blockOf(lint.document, "resource"))) {
    for (const [name, object] of Object.entries(isJsonObject(named) ? named : {})) {
      if (isJsonObject(object)) lintResource(lint, object, ["resource", type, name]);
    }
  }
}

/** The default of a sensitive variable would stand in the JSON for everyone to read. */
function lintVariables(lint: DocumentLint): void {
  for (const [name, variable] of Object.entries(blockOf(lint.document, "variable"))) {
    if (!isJsonObject(variable) || variable.sensitive !== true) continue;
    if (variable.default === undefined || variable.default === null) continue;
    lint.report(["variable", name, "default"], {
      trap: 17,
      problem: `The sensitive variable ${name} has a default, which would be kept in clear.`,
      fix: `Remove the default and set TF_VAR_${name}.`,
    });
  }
}

function lintResource(lint: DocumentLint, object: JsonObject, at: Steps): void {
  const type = String(at[1]);
  for (const command of COMMANDS) {
    if (command in object) lint.report([...at, command], provisionerRefused());
  }
  if (!type.startsWith("holdfast_")) return;
  const schema = resourceSchemaOf(type);
  if (schema === undefined) {
    lint.report(at, {
      problem: `There is no resource type ${type}.${suggestion(type, resourceTypes)}`,
      fix: "Use a construct of holdfast.",
    });
    return;
  }
  const attributes = Object.entries(object).filter(([key]) => !META.has(key) && !COMMANDS.has(key));
  lintObject(lint, { object: attributes, schemas: schema.block.attributes, at });
}

function provisionerRefused(): Parameters<DocumentLint["report"]>[1] {
  return {
    problem: "Provisioners and connections run commands on machines that hold keys.",
    fix: "Run them outside the stack.",
  };
}

interface ObjectLint {
  readonly object: readonly (readonly [string, unknown])[];
  readonly schemas: AttributeSchemas;
  readonly at: Steps;
}

function lintObject(lint: DocumentLint, { object, schemas, at }: ObjectLint): void {
  for (const [key, value] of object) {
    const schema = Object.hasOwn(schemas, key) ? schemas[key] : undefined;
    if (schema === undefined) {
      lint.report([...at, key], {
        problem: `There is no attribute ${key}.${suggestion(key, Object.keys(schemas))}`,
        fix: "Remove the override, or mend its name.",
      });
    } else lintAttribute(lint, { value, schema, at: [...at, key] });
  }
}

interface AttributeLint {
  readonly value: unknown;
  readonly schema: AttributeSchema;
  readonly at: Steps;
}

function lintAttribute(lint: DocumentLint, attribute: AttributeLint): void {
  const { value, schema, at } = attribute;
  if (value === null) return;
  if (schema.sensitive || schema.write_only) lintSecret(lint, attribute);
  else if (schema.nested_type !== undefined) lintNested(lint, attribute);
  else if (isPrimitive(schema) && typeof value === "object") {
    lint.report(at, {
      trap: 12,
      problem: `A single value is wanted here, and ${JSON.stringify(value)} came out.`,
      fix: "Pass a string, a number or a boolean.",
    });
  }
}

function isPrimitive({ type }: AttributeSchema): boolean {
  return type === "string" || type === "number" || type === "bool";
}

function lintNested(lint: DocumentLint, { value, schema, at }: AttributeLint): void {
  const schemas = schema.nested_type?.attributes ?? {};
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  items.forEach((item, i) => {
    const where = Array.isArray(value) ? [...at, i] : at;
    if (isJsonObject(item)) lintObject(lint, { object: Object.entries(item), schemas, at: where });
  });
}

/** Only a reference to a sensitive variable keeps a secret out of the JSON and out of every output. */
function lintSecret(lint: DocumentLint, { value, at }: AttributeLint): void {
  const { references } = scanTemplate(String(value));
  const problem =
    references.length === 0
      ? "A secret is written out here and would be kept in clear in the JSON."
      : openReferences(lint.document, references);
  if (problem === undefined) return;
  lint.report(at, { trap: 17, problem, fix: "Pass Secret.variable(name) and set TF_VAR_name." });
}

function openReferences(
  document: JsonObject,
  references: ReturnType<typeof scanTemplate>["references"],
): string | undefined {
  const open = references.find(
    ({ root, steps: [name = ""] }) =>
      root === "var" && blockOf(blockOf(document, "variable"), name).sensitive !== true,
  );
  return open && `The variable ${open.steps[0]} is not sensitive, so the secret would be shown.`;
}
