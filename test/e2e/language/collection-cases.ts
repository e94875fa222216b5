// Calls of the functions on lists, sets and maps, whose values Terraform is asked for: each function with values of
// every kind, and what is particular to it.

import type { Json } from "../../../src/model/json.js";

const in$ = (...expressions: readonly string[]): readonly Json[] =>
  expressions.map((text) => `\${${text}}`);

/** Lists of all kinds, and what is none. */
const LISTS = [
  ...["[]", '["b", "a", "b"]', "[3, 1, 2, 1]", "[true, false]", '[1, "a", true]', "[null]"],
  ...['["a", null, ""]', "tolist([])", 'tolist(["b", "a", "b", ""])', "tolist([2, 10, 1.5])"],
  ...["toset([])", 'toset(["b", "a"])', "toset([2, 1])", "toset([local.uid])"],
  ...['toset([local.uid, "a"])', "[local.uid]", '["a", local.uid]', "[true, local.uid]"],
  ...['tolist(["a", local.uid])', "local.ulist", "local.uset", "local.udyn", "local.uid"],
  ...["local.secl", '[local.sec, "a"]', 'tolist(["a", local.sec])', "toset([local.sec])"],
  ...["[local.secl, [1]]", "[local.secu]", "null", "tolist(null)", '"a"', "5", "{}", "{a = 1}"],
  ...["tomap({a = 1})", "local.umap", "[{a = 1}, {a = 1}]", "[[1], [2, [3]]]", "[[], [null]]"],
  ...['[["a"], [local.uid]]', '[["a"], local.ulist]', '[["a"], local.udyn]', "[local.uset, 1]"],
  ...['[toset(["b", "a"]), ["c"]]', "[[1], {a = [2]}]", "{a = local.uid}", "[sensitive([1]), 2]"],
  ...["sensitive(tolist([1, 2]))", 'sensitive(["a", local.uid])', "[0.1 + 0.2, 0.3]", "[1e30, 1]"],
  ...[
    "sensitive(null)",
    "[tolist(null)]",
    "[[local.sec], 1]",
    "sensitive(local.ulist)",
    '["1", 2]',
  ],
  ...[
    "[[1, 2], [3]]",
    "[[true], [false]]",
    '["true", "x"]',
    '["true", true, 1]',
    "[local.unum, 1]",
  ],
] as const;

const ALONE = [
  ...["alltrue", "anytrue", "coalescelist", "compact", "distinct", "flatten", "one", "reverse"],
  ...["sort", "sum", "setunion", "setintersection", "coalesce", "setproduct", "range", "zipmap"],
];

const each = (name: string, ...others: readonly string[]) =>
  LISTS.map((list) => `${name}(${[list, ...others].join(", ")})`);

/** Enough to tell the kinds apart, for functions of two. */
const FEW = [
  ...["[]", '["a", "b"]', "[[1], [2]]", '[1, "a"]', "[null]", 'tolist(["b", "a"])'],
  ...["toset([1, 5])", 'toset([local.uid, "a"])', "local.ulist", "local.udyn", "local.secl"],
  ...["[local.sec, 1]", "null", "[{a = 1}]"],
] as const;

const pairs = (name: string) => FEW.flatMap((a) => FEW.map((b) => `${name}(${a}, ${b})`));

export const COLLECTION_CASES = {
  "functions of one list": in$(...ALONE.flatMap((name) => each(name))),
  "functions of a list and more": in$(
    ...["2", "local.unum"].flatMap((size) => each("chunklist", size)),
    ...["0", "1", "-1", "1.5", "1e30", "null", '"2"', "local.udyn", "[1]"].flatMap((size) => [
      `chunklist([1, 2, 3], ${size})`,
      `chunklist([], ${size})`,
    ]),
    ...each("chunklist", "sensitive(2)"),
    ...each("slice", "0", "1"),
    ...each("slice", "1", "2"),
    ...each("slice", "1", "local.unum"),
    ...['"a"', "1", "local.uid", "local.sec"].flatMap((x) => each("index", x)),
  ),
  slice: in$(
    ...["slice([1, 2, 3], 1, 3)", "slice([1, 2, 3], 0, 0)", "slice([1, 2, 3], 3, 3)"],
    ...["slice([1, 2, 3], 0, 4)", "slice([1, 2, 3], -1, 2)", "slice([1, 2, 3], 2, 1)"],
    ...["slice([1, 2, 3], 0.5, 2)", "slice([1, 2, 3], 0, 1e30)", "slice([1, 2, 3], null, 2)"],
    ...["slice([1, 2, 3], 4, local.unum)", "slice([1, 2, 3], local.unum, 4)", "slice([1], 0)"],
    ...["slice([1, 2, 3], local.unum, -1)", "slice(local.ulist, 2, 1)", "slice(local.ulist, 0, 9)"],
    ...[
      "slice(tolist([1, 2]), local.unum, 1)",
      'slice([1, "a"], sensitive(0), 1)',
      'slice([1, 2], "0", "1")',
    ],
    ...[
      "slice([local.sec, 1], 1, 2)",
      "slice([local.sec, 1], 0, 1)",
      "slice(tolist([local.sec, 1]), 1, 2)",
    ],
  ),
  sets: in$(...["setunion", "setintersection", "setsubtract", "setproduct"].flatMap(pairs)),
  "pairs of lists": in$(
    ...["zipmap", "coalescelist", "coalesce"].flatMap(pairs),
    ...FEW.flatMap((keys) => FEW.map((set) => `matchkeys([1, "x"], ${keys}, ${set})`)),
  ),
  "more of sets": in$(
    ...[
      "setunion()",
      "setintersection()",
      "setsubtract()",
      "setproduct()",
      "setsubtract([], [], [])",
    ],
    ...[
      "setunion([1], [2], [3])",
      'setunion([1], ["a"], [true])',
      "setintersection([1, 2], [2, 3], [2])",
    ],
    ...["setproduct([1, 2], [3], [4, 5])", 'setproduct(["a"], toset(["b"]), [local.uid])'],
    ...[
      "setproduct([1, 2], [])",
      "setproduct([1, true], [1])",
      "setproduct(toset([1]), toset([]))",
    ],
    ...[
      "setproduct([[1], [1, 2]], [1])",
      "setproduct([{a = 1}, {b = 2}], [1])",
      "setproduct([null], [1])",
    ],
    ...["setunion([1.5], [1.50])", "setunion([{a = 1}], [{b = 1}])", "setunion([[1]], [[1, 2]])"],
    ...[
      "setintersection([1e30], [1e30])",
      "setunion([local.uid], [local.uid])",
      "setunion([null], [null])",
    ],
    ...["setsubtract([null, 1], [null])", "setintersection([[null]], [[null]])"],
  ),
  coalesce: in$(
    ...[
      "coalesce()",
      'coalesce("", "a")',
      "coalesce(null, 1)",
      "coalesce(null, null)",
      'coalesce("", "")',
    ],
    ...['coalesce(1, "a")', 'coalesce(true, "a")', "coalesce(1, true)", "coalesce([], [1])"],
    ...['coalesce(local.uid, "a")', 'coalesce("a", local.uid)', 'coalesce("", "y", local.uid)'],
    ...['coalesce(null, local.udyn, "a")', "coalesce(local.sec, 1)", "coalesce(1, local.sec)"],
    ...["coalesce({a = 1}, {a = 2})", "coalesce({a = 1}, {b = 2})", "coalesce([null], 1)"],
    ...[
      'coalesce(tostring(null), "x")',
      "coalesce(tolist(null), [1])",
      "coalesce([]...)",
      'coalesce(["", "b"]...)',
    ],
    ...[
      "coalesce(0, 1)",
      "coalesce(false, true)",
      'coalesce("", 0)',
      "coalesce(null, local.nul, {})",
    ],
    ...[
      "coalescelist()",
      "coalescelist([], [1])",
      "coalescelist([1], [2])",
      "coalescelist([], [])",
    ],
    ...[
      "coalescelist(null, [1])",
      "coalescelist(tolist(null), [1])",
      "coalescelist([], local.ulist)",
    ],
    ...[
      "coalescelist([1], local.ulist)",
      "coalescelist(local.ulist, [1])",
      'coalescelist([], "a")',
    ],
    ...[
      "coalescelist([], local.secl)",
      "coalescelist([local.uid], [1])",
      "coalescelist(toset([1]))",
    ],
    ...[
      'coalescelist(tolist(["a"]), tolist(["b"]))',
      "coalescelist(tolist([]), [1])",
      "coalescelist(local.udyn, [1])",
    ],
  ),
  "range and sum": in$(
    ...[
      "range()",
      "range(3)",
      "range(0)",
      "range(-3)",
      "range(1, 4)",
      "range(4, 1)",
      "range(1, 1)",
    ],
    ...[
      "range(0, 10, 3)",
      "range(10, 0, -3)",
      "range(0, 10, -1)",
      "range(10, 0, 1)",
      "range(1, 2, 0)",
    ],
    ...[
      "range(1, 1, 0)",
      "range(0, 1, 0.1)",
      "range(1.5)",
      "range(0.5, 3)",
      "range(1024)",
      "range(1025)",
    ],
    ...[
      "range(1, 2, 3, 4)",
      "range(local.unum)",
      "range(null)",
      'range("3")',
      'range("a")',
      "range(sensitive(2))",
    ],
    ...[
      "range(local.udyn)",
      "range(1e30, 1e30 + 2)",
      "range(0, 1/3, 0.1)",
      "range([]...)",
      "range([1, 3]...)",
    ],
    ...["range(0, local.unum, 0)", "range(5, 1, -2)"],
    ...["sum([0.1, 0.2])", "sum([1/3, 2/3])", "sum([1e30, 1])", 'sum(["1", "2"])', 'sum(["a"])'],
    ...[
      "sum([1, null])",
      "sum([null, 1])",
      "sum({a = 1})",
      "sum(toset([1, 2, 2]))",
      "sum([1, [2]])",
    ],
    ...[
      "sum([1e400, 1])",
      "sum([-1, 1])",
      "sum([1, local.unum])",
      "sum([true])",
      'sum(tolist(["1", 2]))',
    ],
    ...[
      "sum([9007199254740991, 1])",
      "sum([0.5, 0.5])",
      "sum([local.udyn, 1])",
      "sum([1.00000001])",
    ],
  ),
  "transpose and zipmap": in$(
    ...[
      'transpose({a = ["1", "2"], b = ["2", "3"]})',
      "transpose({})",
      "transpose({a = []})",
      "transpose(null)",
    ],
    ...[
      'transpose({a = ["x"], b = null})',
      "transpose({a = [null]})",
      "transpose({a = [1, true]})",
    ],
    ...[
      'transpose({a = "x"})',
      "transpose({a = [local.uid]})",
      "transpose(local.umap)",
      "transpose(local.udyn)",
    ],
    ...[
      'transpose({b = ["x"], a = ["x", "x"]})',
      'transpose({a = toset(["y", "x"])})',
      "transpose([])",
    ],
    ...[
      "transpose({a = [local.sec]})",
      'transpose(sensitive({a = ["x"]}))',
      'transpose({a = ["x", ["y"]]})',
    ],
    ...['transpose(tomap({a = ["x"]}))', "transpose({a = local.ulist})", 'transpose({"" = [""]})'],
    ...[
      'zipmap(["a", "b"], [1, "x"])',
      'zipmap(["a", "a"], [1, 2])',
      'zipmap(["a"], [1, 2])',
      "zipmap([], [])",
    ],
    ...[
      'zipmap(["a", "a"], [1, "x"])',
      'zipmap(["a"], tolist([1]))',
      "zipmap([], tolist([]))",
      "zipmap([1], [2])",
    ],
    ...[
      "zipmap([null], [1])",
      "zipmap([null], tolist([1]))",
      'zipmap(["a"], local.ulist)',
      "zipmap([local.uid], [1])",
    ],
    ...[
      "zipmap([local.uid], tolist([1]))",
      'zipmap(["a"], [local.uid])',
      'zipmap(["a"], [local.sec])',
    ],
    ...[
      "zipmap([local.sec], [1])",
      "zipmap([local.sec], tolist([1]))",
      'zipmap(sensitive(["a"]), [1])',
    ],
    ...[
      'zipmap(["a"], sensitive([1]))',
      'zipmap(toset(["b", "a"]), [1, 2])',
      'zipmap(["a"], toset([1]))',
    ],
    ...[
      'zipmap(["a"], {a = 1})',
      "zipmap(null, [1])",
      'zipmap(["a"], null)',
      "zipmap(local.udyn, [1])",
    ],
    ...[
      'zipmap(["a"], local.udyn)',
      'zipmap(["a", "b"], tolist([local.sec, "x"]))',
      'zipmap(["a"], [null])',
    ],
    ...[
      'zipmap(["a", local.sec], [1, 2])',
      "zipmap(local.ulist, tolist([1]))",
      'zipmap(["a", local.uid], [1])',
    ],
  ),
  "unknown tuples and objects": in$(
    ...["sort", "setunion", "compact", "chunklist", "alltrue", "transpose", "coalesce"].flatMap(
      (name) =>
        ["[]", '["x"]', '["x", "y"]', "{}", '{a = ["x"]}'].map((result) => {
          const more = name === "chunklist" ? ", 1" : name === "coalesce" ? ", tolist([])" : "";
          return `${name}(local.uid == "a" ? ${result} : ${result}${more})`;
        }),
    ),
    ...["{for x in [1] : local.ulist => x}", "{for x in [1] : local.unum => x}"],
  ),
  matchkeys: in$(
    ...[
      'matchkeys([1, 2, 3], ["a", "b", "a"], ["a"])',
      "matchkeys([1], [], [1])",
      "matchkeys([], [], [])",
    ],
    ...[
      'matchkeys([1, 2], ["a", "b"], [])',
      'matchkeys([1, 2], ["a", "b"], ["c"])',
      'matchkeys(["x"], [1], ["1"])',
    ],
    ...[
      'matchkeys(["x"], [1], [[1]])',
      'matchkeys(["x", "y"], ["a", "b"], [local.uid])',
      'matchkeys(["x", "y"], ["a", "b"], ["a", local.uid])',
    ],
    ...[
      'matchkeys(["x", "y"], ["a", "b"], [local.uid, "a"])',
      'matchkeys([local.uid], ["a"], ["a"])',
      'matchkeys(["x"], [local.uid], ["a"])',
    ],
    ...[
      'matchkeys(["x"], [local.uid], [])',
      'matchkeys(local.ulist, ["a"], ["a"])',
      'matchkeys(["x"], local.ulist, ["a"])',
    ],
    ...[
      'matchkeys(["x"], ["a"], local.ulist)',
      'matchkeys(["x"], ["a"], local.udyn)',
      'matchkeys(local.udyn, ["a"], ["a"])',
    ],
    ...[
      'matchkeys([local.sec, 1], ["a", "b"], ["b"])',
      'matchkeys(["x"], [local.sec], ["s"])',
      'matchkeys(["x"], ["s"], [local.sec])',
    ],
    ...[
      'matchkeys(["x"], [null], [null])',
      'matchkeys([null], ["a"], ["a"])',
      'matchkeys(null, ["a"], ["a"])',
    ],
    ...[
      'matchkeys(toset(["y", "x"]), ["a", "b"], ["b"])',
      "matchkeys([{a = 1}], [{b = 1}], [{b = 1}])",
      'matchkeys("a", ["a"], ["a"])',
    ],
    ...[
      'matchkeys([1, true], ["a", "b"], ["a"])',
      'matchkeys(["x"], [1, 2], [1])',
      'matchkeys(["x"], [true], ["true"])',
    ],
  ),
} as const;
