// Functions of the language by their full name, core::NAME, and everything else that looks like a namespace.

import type { Json } from "../../../src/model/json.js";
import { expressions } from "./case-lines.js";

export const NAMESPACE_CASES = {
  namespaces: expressions`
    core::upper("a")
    core :: upper("a")
    core:: upper ("a")
    (core
    ::upper("a"))
    core::upper(local.sec)
    core::upper(local.uid)
    core::upper(null)
    core::upper([])
    core::upper()
    core::upper("a", "b")
    core::max([1, 2]...)
    core::split(",", "a,b")[0]
    core::split(",", "a,b")[*]
    core::merge({a = 1}, {b = 2}).b
    core::upper(core::lower("A"))
    core::upper("a") == "A" ? 1 : 2
    true ? core::upper("a") : 1
    [for x in ["a"] : core::upper(x)]
    {for x in ["a"] : core::upper(x) => x}
    {core::upper("k") = 1}
    {(core::upper("k")) = 1}
    {core::upper = 1}
    "%{ for x in ["a"] }\${core::upper(x)}%{ endfor }"
    core::can(local.tup[9])
    core::try(local.tup[9], 1)
    core::try(local.nope, 1)
    core::issensitive(local.sec)
    core::sensitive("a")
    core::templatestring(local.t8, {x = "a"})
    core::templatestring("\${x}", {x = "a"})
    core::templatestring(local.t12, {x = "a"})
    templatestring(local.t19, {x = "a"})
    templatestring(local.t20, {x = "a"})
    core::upper
    core::
    core::(1)
    core::1("a")
    ::upper("a")
    core::uper("a")
    core::core::upper("a")
    core::upper::upper("a")
    cor::upper("a")
    core:upper("a")
    true::upper("a")
    null::upper("a")
    local::upper("a")
    local.core::upper("a")
    provider::terraform("a")
    provider::upper("a")
    provider::terraform::upper("a")
    provider::nowhere::upper("a")
    provider::a::b::c("a")
    a::b
    for::upper("a")
  `,
} as const;

/** Of `cases`, three of each of `names`, called by their full name. */
export function fullyNamed(cases: readonly Json[], names: Iterable<string>): readonly Json[] {
  const texts = cases.filter((json) => typeof json === "string");
  return [...names].flatMap((name) => {
    const call = new RegExp(`(?<![\\w.:])${name}\\(`, "g");
    const found = texts.filter((text) => text.startsWith("${") && text.search(call) >= 0);
    return found.slice(0, 3).map((text) => text.replaceAll(call, `core::${name}(`));
  });
}
