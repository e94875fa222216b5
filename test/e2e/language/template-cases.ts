// Calls of templatestring, whose values Terraform is asked for.

import type { Json } from "../../../src/model/json.js";
import { expressions } from "./case-lines.js";

/** Whatever may be given as the template. */
const TEMPLATES = [
  ...["local.t1", "local.t10", "(local.t1)", '"${local.t1}"', '"plain"', '"a ${local.t1}"', '""'],
  ...["<<E\nx\nE\n", "local.num", "local.nul", "tostring(null)", "true", "5", "null", "[]", "{}"],
  ...["upper(local.t1)", "local.uid", "local.unum", "local.udyn", "local.ulist[0]", "local.ulist"],
  ...["local.sec", "local.secu", "local.secm.a", "local.secm.c", "local.lst[0]", "local.lst[7]"],
  ...["local.lst.0", "local.obj.b", 'local.obj["b"]', "local.obj[local.lst[1]]", "local.obj.c"],
  ...["(local.obj).b", "local.obj[upper(local.lst[0])]", "local.lst[*]", "local.lst.*[0]"],
  ...["local.tup[1]", "local.tup[0]", "var.site", "terraform_data.u.id", "terraform_data.u.input"],
  ...["terraform_data.u", "terraform_data.u.nope", "path.module", "local.nope", "-local.num"],
  ...['local.t1 == "a" ? local.t1 : local.t2', "[for x in local.lst : x]", "local.objs[0].n.x"],
  ...["[local.t1][0]", "{a = local.t1}.a", "local.sett", "templatestring(local.t1, {name = 1})"],
];

/** Whatever may be given as the names of the template. */
const NAMES = [
  ...["{name = 1}", "{}", '{name = "é"}', "{name = null}", "{name = local.uid}", "null", "5", "[]"],
  ...["{name = local.sec}", "sensitive({name = 1})", "{name = 1, more = local.sec}", "local.umap"],
  ...[
    "tomap({name = 1})",
    "{name = [1]}",
    "local.udyn",
    '{name = 1, "a b" = 2}',
    "{name = local.udyn}",
  ],
  ...["tomap({name = 1, more = local.sec})", "{name = local.secu}", "local.uid", "{name = true}"],
  ...['{name = 1, "1a" = 2}', "{name = local.objs[5]}", "{name = 1.50}", "toset([])"],
];

const TEXTS = [
  ...[
    "t1",
    "t2",
    "t3",
    "t4",
    "t5",
    "t6",
    "t7",
    "t8",
    "t9",
    "t10",
    "t11",
    "t12",
    "t13",
    "t14",
    "t15",
  ],
  ...["t16", "t17", "t18"],
];

const ALL_NAMES =
  '{name = "n", xs = ["a", "b"], x = "x", n = 5, y = 2, a = 1, a-b = 3, path = {module = "m"}, each = "e"}';
const OTHER_NAMES = '{name = "n", xs = [], x = {y = ["p", "q"]}, n = [1], y = "1", a = null}';

export const TEMPLATE_CASES: Readonly<Record<string, readonly Json[]>> = {
  templatestring: [
    ...TEMPLATES.flatMap((text) => [
      `\${templatestring(${text}, {name = "n"})}`,
      `\${templatestring(${text}, local.udyn)}`,
      `\${try(templatestring(${text}, local.umap), "else")}`,
    ]),
    ...NAMES.flatMap((names) => [
      `\${templatestring(local.t1, ${names})}`,
      `\${templatestring(local.t4, merge({n = "n"}, ${names}))}`,
      `\${templatestring(local.t5, ${names})}`,
    ]),
    ...TEXTS.flatMap((text) => [
      `\${templatestring(local.${text}, ${ALL_NAMES})}`,
      `\${templatestring(local.${text}, ${OTHER_NAMES})}`,
      `\${templatestring(local.${text}, {x = local.uid, y = local.unum, n = local.udyn, name = local.secu})}`,
    ]),
    ...expressions`
      templatestring()
      templatestring(local.t1)
      templatestring(local.t1, {name = 1}, 3)
      templatestring([local.t1, {name = 1}]...)
      templatestring(local.t1, [{name = 1}]...)
      templatestring(local.t1, local.ulist...)
      [for t in [local.t1] : templatestring(t, {name = 1})]
      [for t in local.lst : templatestring(t, {})]
      can(templatestring("x", {}))
      can(templatestring(local.t1, {}))
      can(templatestring(local.t1, {name = 1}))
      try(templatestring(local.t1, {}), "else")
      upper(templatestring(local.t1, {name = "n"}))
      templatestring(local.t4, {n = local.t1})
      templatestring(local.t4, {n = 12345678901234567890.5})
    `,
  ],
};
