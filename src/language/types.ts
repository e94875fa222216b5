// Questions about types: which kind, whether two are the same, how they are called in a sentence.

import type { Type } from "../model/type.js";
import { sortedNames } from "./text-order.js";

export type CollectionType = readonly ["list" | "set" | "map", Type];
export type ObjectType = readonly ["object", { readonly [name: string]: Type }];
export type TupleType = readonly ["tuple", readonly Type[]];

export function isCollection(type: Type, kind: "list" | "set" | "map"): type is CollectionType {
  return typeof type !== "string" && type[0] === kind;
}

export function isObjectType(type: Type): type is ObjectType {
  return typeof type !== "string" && type[0] === "object";
}

export function isTupleType(type: Type): type is TupleType {
  return typeof type !== "string" && type[0] === "tuple";
}

export function isPrimitive(type: Type): type is "string" | "number" | "bool" {
  return type === "string" || type === "number" || type === "bool";
}

/** The element type of a list, set or map; undefined for any other type. */
export function elementType(type: Type): Type | undefined {
  if (isCollection(type, "list") || isCollection(type, "set") || isCollection(type, "map")) {
    return type[1];
  }
  return undefined;
}

export function areTypesEqual(a: Type, b: Type): boolean {
  if (a === b) return true;
  if (typeof a === "string" || typeof b === "string" || a[0] !== b[0]) return false;
  if (isTupleType(a) && isTupleType(b)) return areItemsEqual(a[1], b[1]);
  if (isObjectType(a) && isObjectType(b)) return areAttributesEqual(a[1], b[1]);
  const left = elementType(a);
  const right = elementType(b);
  return left !== undefined && right !== undefined && areTypesEqual(left, right);
}

/** Whether a value of `type` is one of `wanted`, whose `dynamic` parts stand for any type. */
export function conformsTo(type: Type, wanted: Type): boolean {
  if (wanted === "dynamic" || type === wanted) return true;
  if (typeof type === "string" || typeof wanted === "string" || type[0] !== wanted[0]) return false;
  if (isTupleType(type) && isTupleType(wanted)) {
    const items = wanted[1];
    return items.length === type[1].length && type[1].every((t, i) => conformsTo(t, items[i] ?? t));
  }
  if (isObjectType(type) && isObjectType(wanted)) {
    const names = Object.keys(type[1]);
    const isSameSize = names.length === Object.keys(wanted[1]).length;
    return isSameSize && names.every((name) => isAttributeOf(wanted, name, type[1][name]));
  }
  return conformsTo(elementType(type) ?? "dynamic", elementType(wanted) ?? "dynamic");
}

function isAttributeOf(wanted: ObjectType, name: string, type: Type = "dynamic"): boolean {
  const attribute = Object.hasOwn(wanted[1], name) ? wanted[1][name] : undefined;
  return attribute !== undefined && conformsTo(type, attribute);
}

/** The types in order of first appearance, each once. */
export function distinctTypes(types: readonly Type[]): readonly Type[] {
  const byKey = new Map<string, Type>();
  for (const type of types) {
    const key = typeof type === "string" ? type : canonicalText(type);
    if (!byKey.has(key)) byKey.set(key, type);
  }
  return [...byKey.values()];
}

/** Whether a type is, or somewhere contains, `dynamic`. */
export function hasDynamic(type: Type): boolean {
  if (typeof type === "string") return type === "dynamic";
  if (isTupleType(type)) return type[1].some(hasDynamic);
  if (isObjectType(type)) return Object.values(type[1]).some(hasDynamic);
  return hasDynamic(elementType(type) ?? "dynamic");
}

/** As Terraform's messages call it: `list of string`, `object`, `tuple`, `any type`. */
export function describeType(type: Type): string {
  if (type === "dynamic") return "any type";
  if (typeof type === "string") return type;
  const element = elementType(type);
  if (element === undefined) return type[0];
  return element === "dynamic"
    ? `${type[0]} of any single type`
    : `${type[0]} of ${describeType(element)}`;
}

function areItemsEqual(a: readonly Type[], b: readonly Type[]): boolean {
  return a.length === b.length && a.every((item, i) => areTypesEqual(item, b[i] ?? "dynamic"));
}

function areAttributesEqual(a: ObjectType[1], b: ObjectType[1]): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => {
      const other = Object.hasOwn(b, name) ? b[name] : undefined;
      return other !== undefined && areTypesEqual(a[name] ?? "dynamic", other);
    })
  );
}

function canonicalText(type: Type): string {
  if (typeof type === "string") return type;
  if (isTupleType(type)) return `(${type[1].map(canonicalText).join(",")})`;
  if (!isObjectType(type)) return `${type[0]}<${canonicalText(elementType(type) ?? "dynamic")}>`;
  const attributes = sortedNames(type[1]).map(
    (name) => `${JSON.stringify(name)}:${canonicalText(type[1][name] ?? "dynamic")}`,
  );
  return `{${attributes.join(",")}}`;
}
