// Calls of try, can, issensitive and ephemeralasnull, whose values Terraform is asked for.

import type { Json } from "../../../src/model/json.js";

const in$ = (...expressions: readonly string[]): readonly Json[] =>
  expressions.map((text) => `\${${text}}`);

/** What has a value, what has none, and what may come to have none. */
const ATTEMPTS = [
  ...[
    "1",
    '"a"',
    "null",
    "[]",
    "local.num",
    "local.obj.a",
    "local.obj.c",
    "local.tup[7]",
    "1 / 0 * 0",
  ],
  ...['tonumber("a")', "local.uid", "local.udyn", "local.udyn.a", "local.ulist[0]", "[local.uid]"],
  ...[
    "{a = local.unum}",
    "local.sec",
    "local.secm.a",
    "local.secm.c",
    "tonumber(local.sec)",
    "local.secu",
  ],
  ...[
    "local.nul.a",
    "tolist(null)[0]",
    "upper([])",
    "upper()",
    "terraform_data.u",
    "terraform_data.u.id",
  ],
  ...["terraform_data.u.nope", "terraform_data.u.id.x", "terraform_data.u.triggers_replace.x"],
  ...[
    "nothing.here",
    "local.nope",
    "var.nope",
    "data.a.b",
    "length(local.ulist)",
    "[for x in 5 : x]",
  ],
  ...[
    '"${local.nul}"',
    "true ? 1 : [1][2]",
    "false ? 1 : [1][2]",
    "[1][2] == 3",
    "keys(local.obj)[2]",
  ],
  ...[
    "[local.sec][0]",
    'lookup(local.obj, "c")',
    "sensitive([1][2])",
    "one([1, 2])",
    "tolist([local.uid])",
  ],
  ...[
    "try([1][2], 3)",
    "can([1][2])",
    "merge(local.umap, 5)",
    "local.objs[*].nope",
    "toset([local.uid])",
  ],
] as const;

export const ATTEMPT_CASES = {
  "try and can": in$(
    ...ATTEMPTS.flatMap((x) => [
      `can(${x})`,
      `try(${x})`,
      `try(${x}, "else")`,
      `try([1][2], ${x})`,
    ]),
    ...ATTEMPTS.flatMap((x) => [`issensitive(${x})`, `ephemeralasnull(${x})`]),
    ...[
      "try()",
      "can()",
      "can(1, 2)",
      "try([1][2], [1][3], 5)",
      "try([1, 2]...)",
      "can([1]...)",
      "can([1, 2]...)",
    ],
    ...[
      "try(local.ulist...)",
      "try([1][2], [3]...)",
      "try([1][2]...)",
      "try(null...)",
      "try([]...)",
      "can([]...)",
    ],
    ...['[for x in [1, "a"] : try(tonumber(x), 0)]', '[for x in [1, "a"] : can(tonumber(x))]'],
    ...[
      '[for x in [{a = 1}, {}] : try(x.a, "none")]',
      'try(local.objs[0].n.x, "-")',
      'try(local.objs[9].n.x, "-")',
    ],
    ...[
      "local.num == 5 ? try([1][2], 1) : 2",
      'upper(try(local.obj.c, "x"))',
      "try(local.sec + 1, local.sec)",
    ],
    ...[
      'try(local.uid == "a" ? [1][2] : 3, 4)',
      'can(local.uid == "a" ? [1][2] : 3)',
      "try({a = 1}, {b = 2}).a",
    ],
    ...[
      "try(tolist([local.uid])[1], 2)",
      "try([local.uid][1], 2)",
      "try([local.uid, 5][1], 2)",
      "issensitive()",
    ],
    ...[
      "issensitive([local.sec])",
      "issensitive(local.secm.a)",
      "issensitive({a = local.sec})",
      "ephemeralasnull()",
    ],
    ...["issensitive(nonsensitive(local.sec))", 'issensitive("${local.sec}")', "issensitive(1, 2)"],
    ...["try(terraform_data.u.input, 1)"],
    ...[
      "true ? 1 : terraform_data.u.nope",
      "try(terraform_data.u[*].nope, 1)",
      "can(terraform_data.u.nope)",
    ],
  ),
} as const;
