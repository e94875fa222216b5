// Blocks `resource` and `data` → ResourceConfig: meta-arguments apart from attributes. What is not supported
// is refused by name.

import { schemaOfResource, typesOfMode } from "../builtin/terraform-schema.js";
import type { Expression } from "../language/expression.js";
import { hasTemplates } from "../language/parse.js";
import { formatResource, isName, type ResourceAddress } from "../model/address.js";
import { suggestion } from "../model/closest-name.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import { isJsonArray } from "../model/json.js";
import type { ResourceConfig, WrittenValues } from "./configuration.js";
import { type Draft, readExpressionOf, reportDuplicate } from "./draft.js";
import { at, type Block, type Property, reportName, reportRefused, sourceOf } from "./json-body.js";
import { readLifecycle } from "./read-lifecycle.js";
import { readProviderKey } from "./read-provider-key.js";
import { readDependency } from "./read-static-reference.js";

/** Reads one block with the labels type and name into the draft. `check`: the name of the one it stands in. */
export function readResource(
  block: Block,
  mode: ResourceAddress["mode"],
  draft: Draft,
  check?: string,
): void {
  const [type = "", name = ""] = block.labels;
  const address: ResourceAddress = { mode, type, name };
  const key = formatResource(address);
  const isKnown = acceptType(address, block, draft);
  if (!isName(name))
    reportName(
      `a ${mode === "data" ? "data source" : "resource"}`,
      name,
      block.source,
      draft.report,
    );
  const existing = draft.resources.get(key);
  if (existing !== undefined) {
    reportDuplicate(key, { first: existing.source, second: block.source }, draft.report);
  }
  if (!isKnown) draft.refused.add(key);
  else if (check === undefined) draft.resources.set(key, readBody(block, address, draft));
  else draft.resources.set(key, { ...readBody(onlyForCheck(block, draft), address, draft), check });
}

/** The data source of a check is one, and the assertions are its conditions. */
function onlyForCheck(block: Block, draft: Draft): Block {
  const isRefused = ({ name }: Property) => NOT_IN_CHECKS.has(name);
  for (const property of block.properties.filter(isRefused)) {
    const detail = `The data source of a check cannot have "${property.name}". Remove it, or declare the data source outside of the check.`;
    const source = sourceOf(property);
    draft.report(errorDiagnostic("Argument that means nothing here", detail, { source }));
  }
  return { ...block, properties: block.properties.filter((property) => !isRefused(property)) };
}

const NOT_IN_CHECKS = new Set(["count", "for_each", "lifecycle"]);

function acceptType({ mode, type }: ResourceAddress, { source }: Block, draft: Draft): boolean {
  if (schemaOfResource({ mode, type }, draft.schema) !== undefined) return true;
  const what = mode === "data" ? "data source" : "resource type";
  const types = typesOfMode(mode, draft.schema);
  const near = suggestion(type, types) || ` Known are: ${types.join(", ")}.`;
  draft.report(
    errorDiagnostic(`Unknown ${what}`, `There is no ${what} "${type}".${near}`, { source }),
  );
  return false;
}

const REFUSED: Readonly<Record<string, string>> = {
  provisioner:
    "Provisioners are not supported: Holdfast runs no commands on hosts. Do it in a step of its own.",
  connection: "Connections are not supported, since there are no provisioners that would use them.",
  dynamic:
    "Dynamic blocks are not supported, since no resource type has blocks. Write the attribute as a list of objects, with a for.",
};

function readBody(block: Block, address: ResourceAddress, draft: Draft): ResourceConfig {
  const attributes: [string, Expression][] = [];
  let meta = NO_META;
  const schema = schemaOfResource(address, draft.schema);
  for (const property of block.properties) {
    const { name } = property;
    const isAttribute = schema !== undefined && Object.hasOwn(schema.block.attributes, name);
    if (META.has(name)) meta = new Map([...meta, [name, property]]);
    else if (!isAttribute && Object.hasOwn(REFUSED, name)) {
      reportRefused(REFUSED[name] ?? "", sourceOf(property), draft.report);
    } else attributes.push([name, readExpressionOf(property, draft)]);
  }
  const resource: ResourceConfig = {
    address,
    attributes: Object.fromEntries(attributes),
    dependsOn: readDependsOn(meta.get("depends_on"), draft),
    lifecycle: readLifecycle(meta.get("lifecycle"), address.mode, draft),
    ...readProviderOf(meta.get("provider"), draft),
    source: block.source,
  };
  const isRepeated = meta.has("count") || meta.has("for_each");
  const whole = isRepeated ? { ...resource, ...readRepetition(meta, block, draft) } : resource;
  const written = writtenValues(block);
  return written === undefined ? whole : { ...whole, written };
}

/** What of a resource or a call is written with templates. */
export function writtenValues({ properties }: Block): WrittenValues | undefined {
  const shown = properties.filter(({ name, value }) => !UNSHOWN.has(name) && hasTemplates(value));
  if (shown.length === 0) return undefined;
  return Object.fromEntries(shown.map(({ name, value }) => [name, value]));
}

const META = new Set(["count", "for_each", "depends_on", "provider", "lifecycle"]);
/** What plan JSON does not show as an expression. */
const UNSHOWN = new Set(["depends_on", "provider", "providers", "source", "lifecycle"]);
const NO_META: ReadonlyMap<string, Property> = new Map();

/** `count` and `for_each` among the arguments of a resource or of a call. */
export function readRepetition(
  meta: ReadonlyMap<string, Property>,
  { source }: Block,
  draft: Draft,
): Pick<ResourceConfig, "count" | "forEach"> {
  const count = meta.get("count");
  const forEach = meta.get("for_each");
  if (count !== undefined && forEach !== undefined) {
    const detail = '"count" and "for_each" cannot both be set. Remove one of them.';
    draft.report(errorDiagnostic("Count and for_each both set", detail, { source }));
  }
  if (forEach !== undefined) return { forEach: readExpressionOf(forEach, draft) };
  return count === undefined ? {} : { count: readExpressionOf(count, draft) };
}

/** The configuration that `provider` names, which may be declared further on. */
function readProviderOf(
  property: Property | undefined,
  draft: Draft,
): Pick<ResourceConfig, "provider"> {
  if (property === undefined) return {};
  const provider = readProviderKey(property.value, sourceOf(property), draft);
  return provider === undefined ? {} : { provider };
}

/** Addresses from the entries of `depends_on`: bare references to whole resources and modules. */
export function readDependsOn(property: Property | undefined, draft: Draft): readonly string[] {
  if (property === undefined) return [];
  const { value } = property;
  const source = sourceOf(property);
  if (!isJsonArray(value)) {
    const detail = '"depends_on" must be a list of references, such as ["holdfast_host.esx01"].';
    draft.report(errorDiagnostic("Wrong JSON value", detail, { source }));
    return [];
  }
  return value.flatMap((item, i) => {
    const text = typeof item === "string" ? item : "";
    const known = draft.dependencies.get(text);
    if (known !== undefined) return known;
    const address = readDependency({ value: item, source: at(source, i) }, draft);
    if (address === undefined) return [];
    draft.dependencies.set(text, address);
    return address;
  });
}
