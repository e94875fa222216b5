// Which type a conversion ends in, decided from types alone: Terraform refuses a conversion that can
// never succeed even where the value at hand is empty or unknown. Conversion and common types need each
// other, as in go-cty's convert package, whose rules of Terraform 1.11 these are.

import type { Type } from "../model/type.js";
import {
  areTypesEqual,
  type CollectionType,
  distinctTypes,
  elementType,
  hasDynamic,
  isCollection,
  isObjectType,
  isPrimitive,
  isTupleType,
  type ObjectType,
  type TupleType,
} from "./types.js";

/**
 * The exact type that a value of type `from` has after conversion to `to`, whose `dynamic` parts are
 * filled in; undefined when there is no such conversion. A conversion may still fail for its value, as
 * that of "x" to number does.
 */
export function resolveConversion(from: Type, to: Type): Type | undefined {
  if (to === "dynamic") return from;
  if (from === "dynamic" || areTypesEqual(from, to)) return to;
  if (isPrimitive(to))
    return isPrimitive(from) && arePrimitivesConvertible(from, to) ? to : undefined;
  if (isCollection(to, "list")) return resolveSequence(from, "list", to[1]);
  if (isCollection(to, "set")) return resolveSequence(from, "set", to[1]);
  if (isCollection(to, "map")) return resolveMap(from, to[1]);
  if (isObjectType(to)) return resolveObject(from, to[1]);
  return isTupleType(to) ? resolveTuple(from, to[1]) : undefined;
}

export function isConvertible(from: Type, to: Type): boolean {
  return resolveConversion(from, to) !== undefined;
}

/**
 * The common type of `types`, or undefined when there is none. Of several that would do it is the most
 * general: string before number and bool, list before set, collection before tuple and object. Null and
 * unknown of no type go with primitives only; with `open`, where Terraform leaves the type for later, they go
 * with others too.
 */
export function unifyTypes(types: readonly Type[], open?: "dynamic"): Type | undefined {
  const distinct = distinctTypes(types);
  const known = distinct.filter((type) => type !== "dynamic");
  if (known.length === 0) return distinct[0];
  if (known.length < distinct.length) return unifyBesideOpen(known, open);
  if (known.length === 1) return known[0];
  return unifyByKind(known, open);
}

function unifyBesideOpen(known: readonly Type[], open?: "dynamic"): Type | undefined {
  if (known.every(isPrimitive)) return unifyTypes(known) ?? open;
  const kinds = new Set(known.map((type) => (typeof type === "string" ? type : type[0])));
  if (kinds.size === 1 || open === undefined) return open;
  if (kinds.has("object") && kinds.has("tuple")) return undefined;
  return mostGeneral(known) ?? open;
}

function arePrimitivesConvertible(from: Type, to: Type): boolean {
  return from === "string" || to === "string";
}

function resolveSequence(from: Type, kind: "list" | "set", wanted: Type): Type | undefined {
  if (isTupleType(from)) return resolveElements(kind, from[1], wanted);
  if (!isCollection(from, "list") && !isCollection(from, "set")) return undefined;
  return resolveElements(kind, [from[1]], wanted);
}

function resolveMap(from: Type, wanted: Type): Type | undefined {
  if (isObjectType(from)) return resolveElements("map", Object.values(from[1]), wanted);
  if (!isCollection(from, "map")) return undefined;
  return resolveElements("map", [from[1]], wanted);
}

/** Each element converted on its own; where that leaves several types, their common one. */
function resolveElements(
  kind: "list" | "set" | "map",
  elements: readonly Type[],
  wanted: Type,
): Type | undefined {
  if (elements.length === 0) return [kind, wanted];
  const goal = wanted === "dynamic" ? elementGoal(kind, elements) : wanted;
  if (goal === undefined) return undefined;
  const resolved: Type[] = [];
  for (const element of elements) {
    const type = resolveConversion(element, goal);
    if (type === undefined) return undefined;
    resolved.push(type);
  }
  const common = hasDynamic(goal) ? unifyTypes(resolved) : goal;
  return common === undefined ? undefined : [kind, common];
}

/** A map, unlike a list or a set, takes null and unknown of no type beside elements of one other type. */
function elementGoal(kind: "list" | "set" | "map", elements: readonly Type[]): Type | undefined {
  const typed = distinctTypes(elements).filter((type) => type !== "dynamic");
  return kind === "map" && typed.length === 1 ? typed[0] : unifyTypes(elements);
}

/** Attributes that `wanted` does not have are left out; those it has must all be there. */
function resolveObject(from: Type, wanted: { readonly [name: string]: Type }): Type | undefined {
  const element = elementType(from);
  if (!isObjectType(from) && !isCollection(from, "map")) return undefined;
  const attributes: [string, Type][] = [];
  for (const [name, type] of Object.entries(wanted)) {
    const given = isObjectType(from)
      ? Object.hasOwn(from[1], name)
        ? from[1][name]
        : undefined
      : element;
    const resolved = given === undefined ? undefined : resolveConversion(given, type);
    if (resolved === undefined) return undefined;
    attributes.push([name, resolved]);
  }
  return ["object", Object.fromEntries(attributes)];
}

function resolveTuple(from: Type, wanted: readonly Type[]): Type | undefined {
  if (!isTupleType(from) || from[1].length !== wanted.length) return undefined;
  const items: Type[] = [];
  for (const [i, type] of wanted.entries()) {
    const resolved = resolveConversion(from[1][i] ?? "dynamic", type);
    if (resolved === undefined) return undefined;
    items.push(resolved);
  }
  return ["tuple", items];
}

function unifyByKind(types: readonly Type[], open?: "dynamic"): Type | undefined {
  const are = (kind: string) => (type: Type) => typeof type !== "string" && type[0] === kind;
  const all = (...kinds: readonly string[]) =>
    types.every((type) => kinds.some((kind) => are(kind)(type)));
  if (all("object")) return unifyObjects(types.filter(isObjectType), open);
  if (all("tuple")) return unifyTuples(types.filter(isTupleType), open);
  for (const kind of ["list", "set", "map"] as const) {
    if (all(kind)) return unifyElements(kind, types, open);
  }
  if (all("map", "object")) return unifyElements("map", types, open) ?? mostGeneral(types);
  if (all("list", "tuple")) return unifyElements("list", types, open) ?? mostGeneral(types);
  return mostGeneral(types);
}

/** With the same attributes an object of each one's common type, else a map. */
function unifyObjects(types: readonly ObjectType[], open?: "dynamic"): Type | undefined {
  const names = Object.keys(types[0]?.[1] ?? {});
  const isSame = types.every(
    ([, attributes]) =>
      Object.keys(attributes).length === names.length &&
      names.every((name) => Object.hasOwn(attributes, name)),
  );
  if (!isSame) return unifyElements("map", types, open);
  const attributes: [string, Type][] = [];
  for (const name of names) {
    const common = unifyTypes(
      types.map((type) => type[1][name] ?? "dynamic"),
      open,
    );
    if (common === undefined) return undefined;
    attributes.push([name, common]);
  }
  return ["object", Object.fromEntries(attributes)];
}

/** Of the same length a tuple of each one's common type, else a list. */
function unifyTuples(types: readonly TupleType[], open?: "dynamic"): Type | undefined {
  const length = types[0]?.[1].length ?? 0;
  if (types.some((type) => type[1].length !== length)) return unifyElements("list", types, open);
  const items: Type[] = [];
  for (let i = 0; i < length; i++) {
    const common = unifyTypes(
      types.map((type) => type[1][i] ?? "dynamic"),
      open,
    );
    if (common === undefined) return undefined;
    items.push(common);
  }
  return ["tuple", items];
}

function unifyElements(
  kind: CollectionType[0],
  types: readonly Type[],
  open?: "dynamic",
): Type | undefined {
  const elements = types.flatMap(memberTypes);
  if (elements.length === 0) return [kind, "dynamic"];
  const common = unifyTypes(elements, open);
  return common === undefined ? undefined : [kind, common];
}

function memberTypes(type: Type): readonly Type[] {
  if (isTupleType(type)) return type[1];
  if (isObjectType(type)) return Object.values(type[1]);
  const element = elementType(type);
  return element === undefined ? [] : [element];
}

/** The first of `types`, most general first, that all others convert to. */
function mostGeneral(types: readonly Type[]): Type | undefined {
  if (types.some(isObjectType) && types.some(isTupleType)) return undefined;
  const ordered = [...types].sort((a, b) => generality(a) - generality(b));
  return ordered.find((wanted) => types.every((type) => isConvertible(type, wanted)));
}

function generality(type: Type): number {
  if (type === "string" || isCollection(type, "list") || isCollection(type, "map")) return 0;
  return isCollection(type, "set") ? 1 : 2;
}
