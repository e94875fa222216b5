// `relevant_attributes` of the plan JSON: attributes of resources that contribute to what changes, directly, through
// locals, or through what is configured of other attributes. Readers of plans hide the drift of all others.

import type { Expression, Reference } from "../language/expression.js";
import { partsOf } from "../language/references.js";
import type { Configuration, ResourceConfig } from "../load/configuration.js";
import { compareText, formatInstance, formatResource } from "../model/address.js";
import type { AttributePath } from "../model/attribute-path.js";
import { isNoOp, type Plan } from "../model/plan.js";

export interface RelevantAttribute {
  /** Of a resource, or of an instance where the reference names one. */
  readonly resource: string;
  /** As far as it is written down; empty for the whole. */
  readonly attribute: AttributePath;
}

/** By resource, then by attribute, each once. */
export function relevantAttributes(
  { changes, outputs }: Plan,
  configuration: Configuration,
): readonly RelevantAttribute[] {
  const changed = new Set(
    changes.filter((change) => !isNoOp(change)).map((c) => formatResource(c.instance.resource)),
  );
  const declared = [...changed].flatMap((key) => configuration.resources.get(key) ?? []);
  const open: Place[] = declared.flatMap(placesOf);
  for (const { name, action } of outputs) {
    const value = action === "no-op" ? undefined : configuration.outputs.get(name)?.value;
    if (value !== undefined) open.push({ expression: value });
  }
  const found = new Map<string, RelevantAttribute>();
  const seen = new Set<Expression>();
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (seen.has(place.expression)) continue;
    seen.add(place.expression);
    for (const path of pathsIn(place.expression)) {
      const relevant = attributeAt(path);
      if (relevant !== undefined) found.set(JSON.stringify(relevant), relevant);
      open.push(...behind(path, place, configuration));
    }
  }
  const ordered = [...found].sort(([a], [b]) => compareText(a, b));
  return ordered.map(([, relevant]) => relevant);
}

/** An expression, and the resource that it stands in. */
interface Place {
  readonly expression: Expression;
  readonly of?: ResourceConfig;
}

/** A reference with the steps behind it that are written down. */
interface Path {
  readonly reference: Reference;
  readonly steps: readonly Step[];
}

interface Step {
  readonly kind: "attribute" | "index";
  readonly value: string | number;
}

function placesOf(resource: ResourceConfig): readonly Place[] {
  return Object.values(resource.attributes).map((expression) => ({ expression, of: resource }));
}

function pathsIn(expression: Expression): readonly Path[] {
  const path = pathOf(expression);
  return path === undefined ? partsOf(expression).flatMap(pathsIn) : [path];
}

/** Undefined if the expression is more than a reference with steps. */
function pathOf(expression: Expression): Path | undefined {
  const steps: Step[] = [];
  let at = expression;
  for (;;) {
    if (at.kind === "traversal") return { reference: at.reference, steps: steps.reverse() };
    if (at.kind === "attribute") steps.push({ kind: "attribute", value: at.name });
    else if (at.kind === "index" && at.index.kind === "literal") {
      const { value } = at.index;
      if (typeof value !== "string" && typeof value !== "number") return undefined;
      steps.push({ kind: "index", value });
    } else return undefined;
    at = at.of;
  }
}

function attributeAt({ reference, steps }: Path): RelevantAttribute | undefined {
  if (reference.kind !== "resource") return undefined;
  const [first, ...rest] = steps;
  const isInstance = first?.kind === "index";
  const key = isInstance ? first.value : undefined;
  const resource = formatInstance({ resource: reference, key });
  const attribute = (isInstance ? rest : steps).map(({ value }) => value);
  return { resource, attribute };
}

/** What the value at a path is made of. */
function behind(path: Path, { of }: Place, configuration: Configuration): readonly Place[] {
  const { reference } = path;
  switch (reference.kind) {
    case "local": {
      const expression = configuration.locals.get(reference.name);
      return expression === undefined ? [] : [{ expression }];
    }
    case "count":
      return of?.count === undefined ? [] : [{ expression: of.count }];
    case "each":
      return of?.forEach === undefined ? [] : [{ expression: of.forEach }];
    case "resource":
      return behindResource(configuration.resources.get(formatResource(reference)), path);
    default:
      return [];
  }
}

function behindResource(resource: ResourceConfig | undefined, { steps }: Path): readonly Place[] {
  if (resource === undefined) return [];
  const name = steps.find(({ kind }) => kind === "attribute")?.value;
  if (name === undefined) return placesOf(resource);
  const expression = resource.attributes[name];
  return expression === undefined ? [] : [{ expression, of: resource }];
}
