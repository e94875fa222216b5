// What entries of `depends_on` name, from their text: a resource or one of its instances, a module or one of its
// instances, or an output of a module. Of a resource all instances are waited for, whatever key is named.

/** In the same module. */
export type DependedOn =
  | { readonly kind: "resource"; readonly key: string }
  | {
      readonly kind: "module";
      readonly name: string;
      /** One output; without it the whole module. */
      readonly output?: string;
    };

const MODULE = "module.";

/** `entry`: as it is in a configuration that was read, such as `module.edge["a"].hosts`. */
export function dependedOn(entry: string): DependedOn {
  const bracket = entry.indexOf("[");
  if (!entry.startsWith(MODULE)) {
    return { kind: "resource", key: bracket === -1 ? entry : entry.slice(0, bracket) };
  }
  const [, name = "", output] = /^module\.([^.[]+)(?:\[.*\])?(?:\.([^.[\]]+))?$/s.exec(entry) ?? [];
  return { kind: "module", name, ...(output === undefined ? {} : { output }) };
}
