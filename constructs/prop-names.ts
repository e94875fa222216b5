// Which properties a construct takes, known at run time too. Programs run without a type check, and a mistyped
// optional property, such as keyPersistance, would say nothing and leave keys unprotected.

import type { IConstruct } from "constructs";
import { suggestion } from "../src/model/closest-name.js";
import { described, kindErrors } from "./prop-kinds.js";
import { misuse } from "./props.js";

/** Every property of `P`, so that a forgotten or a superfluous one does not compile. */
export type PropNames<P> = {
  readonly [K in keyof P]-?: Partial<Pick<P, K>> extends Pick<P, K> ? "optional" : "required";
};

/**
 * Refuses properties that `P` does not have, at synthesis, together with all other mistakes.
 *
 * @param where - what holds the properties, for messages, such as "disks[0]"; absent for the construct itself.
 * @throws at once when a required property is missing, an object is none of its kind, or `props` is no object.
 */
export function checkProps<P extends object>(
  construct: IConstruct,
  props: P,
  names: PropNames<P>,
  where?: string,
): void {
  const owner = where ?? construct.constructor.name;
  const given = new Map<string, unknown>(Object.entries(checkedObject(construct, owner, props)));
  const unknown = [...given.keys()]
    .filter((name) => !Object.hasOwn(names, name))
    .map((name) => unknownProp(name, owner, Object.keys(names)));
  const missing = Object.entries(names)
    .filter(([name, need]) => need === "required" && given.get(name) === undefined)
    .map(([name]) => `${owner} needs the property "${name}".`);
  const unusable = [...missing, ...kindErrors(given)];
  if (unusable.length > 0) throw misuse(construct, [...unknown, ...unusable].join(" "));
  if (unknown.length > 0) construct.node.addValidation({ validate: () => [...unknown] });
}

/** Nothing at all is an object without properties: what is required is then said by name. */
function checkedObject(construct: IConstruct, owner: string, props: unknown): object {
  if (props === undefined || props === null) return {};
  if (typeof props === "object" && !Array.isArray(props)) return props;
  throw misuse(construct, `${owner} takes properties in { }, not ${described(props)}.`);
}

function unknownProp(name: string, owner: string, names: readonly string[]): string {
  return `${owner} has no property "${name}".${suggestion(name, names)}`;
}
