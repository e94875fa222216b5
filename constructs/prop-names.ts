// Which properties a construct takes, known at run time too. Programs run without a type check, and a mistyped
// optional property, such as keyPersistance, would say nothing and leave keys unprotected.

import type { IConstruct } from "constructs";
import { suggestion } from "../src/schema/closest-name.js";
import { kindErrors } from "./prop-kinds.js";
import { misuse } from "./props.js";

/** Every property of `P`, so that a forgotten or a superfluous one does not compile. */
export type PropNames<P> = {
  readonly [K in keyof P]-?: Partial<Pick<P, K>> extends Pick<P, K> ? "optional" : "required";
};

/**
 * Refuses properties that `P` does not have, at synthesis, together with all other mistakes.
 *
 * @param where - what holds the properties, for messages, such as "disks[0]"; absent for the construct itself.
 * @throws at once when a required property is missing, or an object is none of its kind.
 */
export function checkProps<P extends object>(
  construct: IConstruct,
  props: P,
  names: PropNames<P>,
  where?: string,
): void {
  const given = new Map<string, unknown>(Object.entries(props ?? {}));
  const owner = where ?? construct.constructor.name;
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

function unknownProp(name: string, owner: string, names: readonly string[]): string {
  return `${owner} has no property "${name}".${suggestion(name, names)}`;
}
