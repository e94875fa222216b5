// The same surroundings for both sides: a configuration for Terraform, and a scope for ours in which the
// same names have the same values, unknown ones included.

import { homedir } from "node:os";
import { evaluate } from "../../../src/language/evaluate.js";
import { withFunctions } from "../../../src/language/outside.js";
import { parseJsonValue } from "../../../src/language/parse.js";
import type { Scope } from "../../../src/language/scope.js";
import type { TypedValue } from "../../../src/language/typed-value.js";
import { nodeFiles } from "../../../src/load/node-files.js";
import { errorDiagnostic } from "../../../src/model/diagnostic.js";
import { ephemeral, NOT_NULL, sensitive, UNKNOWN } from "../../../src/model/value.js";
import { providerFunctions } from "../../../src/provider/functions/provider-functions.js";
import { writeFileTree } from "./file-tree.js";

/** Each may use those before it. `terraform_data.u.id` is a string that is known after apply, and not null. */
const LOCALS = {
  uid: "${terraform_data.u.id}",
  unum: "${tonumber(terraform_data.u.id)}",
  udyn: "${{a = 1}[terraform_data.u.id]}",
  unull: "${tostring(terraform_data.u.output)}",
  ulist: "${tolist(local.udyn)}",
  umap: "${tomap(local.udyn)}",
  uset: "${toset(local.udyn)}",
  res: "${terraform_data.u}",
  ubool: '${local.uid == "a"}',
  ufew: "${local.ubool ? tolist([1]) : tolist([2, 3])}",
  umore: "${local.ubool ? tolist([1]) : tolist([2, 3, 4])}",
  num: 5,
  nul: null,
  sec: '${sensitive("s")}',
  secl: "${sensitive([1, 2])}",
  secm: "${sensitive({a = 1, b = {c = 2}})}",
  secu: "${sensitive(terraform_data.u.id)}",
  lst: '${tolist(["a", "b"])}',
  sett: '${toset(["b", "a"])}',
  mp: "${tomap({a = 1})}",
  obj: { a: 1, b: "x" },
  tup: [1, "x", true],
  // Texts with templates in them, for templatestring.
  t1: "hello $${name}!",
  t2: "%%{ for x in xs ~}\n- $${x}\n%%{ endfor ~}\n",
  t3: '$${x.y[1]} $${x["y"][0]} $${length(x.y)}',
  t4: "$${n}",
  t5: "$${x",
  t6: "$${nope(x)}",
  t7: "$${x + y}",
  t8: '$${upper(x)}-$${format("%s", x)}',
  t9: "$${var.x} $${local.y}",
  t10: "plain",
  t11: "$${path.module} $${each}",
  t12: "$${templatestring(x, {})}",
  t13: "$${[for a in [1, 2] : a * 2][0]} $${a}",
  t14: "$${if}",
  t15: "e\u0301 $${x}",
  t16: '$${file("x")}',
  t17: "%%{ if x == 1 }one%%{ else }other%%{ endif } $$${x}",
  t18: "$${a-b}",
  t19: "$${core::upper(x)}",
  t20: "$${core::templatestring(x, {})}",
  objs: [
    { id: 1, n: { x: "p" } },
    { id: 2, n: { x: "q" } },
  ],
};

export const CONTEXT = {
  terraform: { required_providers: { terraform: { source: "terraform.io/builtin/terraform" } } },
  resource: { terraform_data: { u: { input: "x" } } },
  variable: {
    site: { type: "string", default: "edge" },
    eph: { type: "string", default: "e", ephemeral: true },
    ephl: { type: "list(string)", default: ["e", "f"], ephemeral: true },
    ephs: { type: "string", default: "s", ephemeral: true, sensitive: true },
  },
  locals: LOCALS,
};

const RESOURCE: TypedValue = {
  value: { id: NOT_NULL, input: "x", output: UNKNOWN, triggers_replace: null },
  type: [
    "object",
    { id: "string", input: "string", output: "string", triggers_replace: "dynamic" },
  ],
};

const VARIABLES: { readonly [name: string]: TypedValue } = {
  site: { value: "edge" },
  eph: { value: ephemeral("e"), type: "string" },
  ephl: { value: ephemeral(["e", "f"]), type: ["list", "string"] },
  ephs: { value: ephemeral(sensitive("s")), type: "string" },
};

/** `folder` is empty, and holds the files that expressions read afterwards. */
export function makeScope(folder: string): Scope {
  const locals = new Map<string, TypedValue>();
  const unknownName = (name: string) => ({
    value: UNKNOWN,
    diagnostics: [errorDiagnostic("Undeclared name", `There is no ${name}.`)],
  });
  writeFileTree(folder);
  const files = nodeFiles({ folder, home: homedir() });
  const scope: Scope = {
    outside: withFunctions({ files, planTime: "2025-06-07T08:09:10Z" }, providerFunctions),
    resolve(reference) {
      switch (reference.kind) {
        case "local":
          return locals.get(reference.name) ?? unknownName(reference.name);
        case "variable":
          return VARIABLES[reference.name] ?? unknownName(reference.name);
        case "resource":
          return reference.type === "terraform_data" && reference.name === "u"
            ? RESOURCE
            : unknownName(reference.name);
        case "path":
          return { value: "." };
        case "terraform":
          return { value: "default" };
        default:
          return unknownName(reference.kind);
      }
    },
  };
  for (const [name, json] of Object.entries(LOCALS)) {
    const { value, type, diagnostics } = evaluate(
      parseJsonValue(json, () => ({})).expression,
      scope,
    );
    if (diagnostics[0] !== undefined) throw new Error(`local.${name}: ${diagnostics[0].detail}`);
    locals.set(name, { value, type });
  }
  return scope;
}
