// `relevant_attributes` of the plan JSON: attributes of resources that contribute to what changes, directly, through
// locals, or through what is configured of other attributes. Readers of plans hide the drift of all others.

import type { Expression, Reference } from "../language/expression.js";
import { partsOf } from "../language/references.js";
import type { Configuration, ResourceConfig } from "../load/configuration.js";
import { argumentOf } from "../load/configuration-graph.js";
import {
  compareText,
  formatInstance,
  formatModule,
  formatResource,
  type InstanceAddress,
  type InstanceKey,
  inModule,
  type ModulePath,
  modulePrefix,
  parseTarget,
} from "../model/address.js";
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
  { changes, outputs, calledOutputs = [] }: Plan,
  configuration: Configuration,
): readonly RelevantAttribute[] {
  const found = new Map<string, RelevantAttribute>();
  const seen = new Map<string, Set<Expression>>();
  const open: Place[] = [];
  const add = (places: readonly Place[]) => {
    for (const place of places) {
      const known = seen.get(place.at.prefix) ?? new Set();
      if (known.has(place.expression)) continue;
      seen.set(place.at.prefix, known.add(place.expression));
      open.push(place);
    }
  };
  for (const change of changes) {
    if (isNoOp(change)) continue;
    const declared = configuration.resources.get(formatResource(change.instance.resource));
    if (declared !== undefined) add(placesOf(declared, surroundingOf(change.instance)));
  }
  for (const { name, action } of outputs) {
    const value = action === "no-op" ? undefined : configuration.outputs.get(name)?.value;
    if (value !== undefined) add([{ expression: value, at: ROOT }]);
  }
  for (const key of calledOutputs) add(placesOfOutput(key, configuration));
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    for (const path of pathsIn(place.expression)) {
      const relevant = attributeAt(path, place.at);
      if (relevant !== undefined) found.set(JSON.stringify(relevant), relevant);
      add(behind(path, place, configuration));
    }
  }
  const ordered = [...found].sort(([a], [b]) => compareText(a, b));
  return ordered.map(([, relevant]) => relevant);
}

/** Terraform holds that outputs of called modules change, since it keeps none of them. */
function placesOfOutput(key: string, { modules }: Configuration): readonly Place[] {
  const end = key.lastIndexOf(".output.");
  const steps = parseTarget(key.slice(0, end))?.module ?? [];
  const at = steps.reduce((around, { name, key: k }) => calledIn(around, name, k), ROOT);
  const output = modules
    .get(formatModule(at.path))
    ?.outputs.get(key.slice(end + ".output.".length));
  return output === undefined ? [] : [{ expression: output.value, at }];
}

/** The instance of a module, as far as its key is written down. */
interface Surrounding {
  readonly path: ModulePath;
  readonly prefix: string;
  readonly caller?: Surrounding;
}

const ROOT: Surrounding = { path: [], prefix: "" };

function surroundingOf({
  resource: { module = [] },
  moduleKeys = [],
}: InstanceAddress): Surrounding {
  return module.reduce((at, name, i) => calledIn(at, name, moduleKeys[i]), ROOT);
}

function calledIn(caller: Surrounding, name: string, key: InstanceKey): Surrounding {
  return {
    path: [...caller.path, name],
    prefix: `${caller.prefix}${modulePrefix([name], [key])}`,
    caller,
  };
}

/** An expression, and the resource that it stands in. */
interface Place {
  readonly expression: Expression;
  readonly at: Surrounding;
  readonly of?: Pick<ResourceConfig, "count" | "forEach">;
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

function placesOf(resource: ResourceConfig, at: Surrounding): readonly Place[] {
  return Object.values(resource.attributes).map((expression) => ({ expression, at, of: resource }));
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

function attributeAt(
  { reference, steps }: Path,
  { prefix }: Surrounding,
): RelevantAttribute | undefined {
  if (reference.kind !== "resource") return undefined;
  const [first, ...rest] = steps;
  const isInstance = first?.kind === "index";
  const key = isInstance ? first.value : undefined;
  const resource = `${prefix}${formatInstance({ resource: reference, key })}`;
  const attribute = (isInstance ? rest : steps).map(({ value }) => value);
  return { resource, attribute };
}

/** What the value at a path is made of. */
function behind(path: Path, { at, of }: Place, configuration: Configuration): readonly Place[] {
  const { reference } = path;
  const module = configuration.modules.get(formatModule(at.path));
  switch (reference.kind) {
    case "local": {
      const expression = module?.locals.get(reference.name);
      return expression === undefined ? [] : [{ expression, at }];
    }
    case "variable": {
      const expression = module && argumentOf(module, reference);
      if (expression === undefined || at.caller === undefined) return [];
      // Terraform does not ask what `count` and `each` of a call are made of.
      return [{ expression, at: at.caller }];
    }
    case "module":
      return behindModule(calledIn(at, reference.name, keyIn(path)), path, configuration);
    case "count":
      return of?.count === undefined ? [] : [{ expression: of.count, at }];
    case "each":
      return of?.forEach === undefined ? [] : [{ expression: of.forEach, at }];
    case "resource": {
      const address = { ...reference, ...inModule(at.path) };
      return behindResource(configuration.resources.get(formatResource(address)), path, at);
    }
    default:
      return [];
  }
}

/** The key of the instance that a path goes through first. */
function keyIn({ steps: [first] }: Path): InstanceKey {
  return first?.kind === "index" ? first.value : undefined;
}

/** Of one output, or of all. */
function behindModule(
  at: Surrounding,
  { steps }: Path,
  { modules }: Configuration,
): readonly Place[] {
  const outputs = modules.get(formatModule(at.path))?.outputs;
  const name = steps.find(({ kind }) => kind === "attribute")?.value;
  const named = name === undefined ? undefined : outputs?.get(String(name));
  const meant = named === undefined ? [...(outputs?.values() ?? [])] : [named];
  return meant.map(({ value }) => ({ expression: value, at }));
}

function behindResource(
  resource: ResourceConfig | undefined,
  { steps }: Path,
  at: Surrounding,
): readonly Place[] {
  if (resource === undefined) return [];
  const name = steps.find(({ kind }) => kind === "attribute")?.value;
  if (name === undefined) return placesOf(resource, at);
  const expression = resource.attributes[name];
  return expression === undefined ? [] : [{ expression, at, of: resource }];
}
