// What Terraform 1.11.4 answered to calls of the functions on lists, sets and maps.

import type { Answer } from "./function-answers.js";

export const COLLECTION_ANSWERS: readonly Answer[] = [
  ["alltrue([true, 'false'])", false, "bool"],
  ["anytrue([false, null])", false, "bool"],
  ["can(tonumber('a'))", false, "bool"],
  ["chunklist([1, 2, 3], 2)", [[1, 2], [3]], ["list", ["list", "number"]]],
  ["coalesce('', null, 5)", "5", "string"],
  ["coalescelist([], ['a'])", ["a"], ["tuple", ["string"]]],
  ["compact(['a', '', null])", ["a"], ["list", "string"]],
  ["distinct([1, '1', 2])", ["1", "2"], ["list", "string"]],
  ["ephemeralasnull('a')", "a", "string"],
  ["flatten([[1], [['a'], 2]])", [1, "a", 2], ["tuple", ["number", "string", "number"]]],
  ["index(['a', 'b'], 'b')", 1, "number"],
  ["issensitive([sensitive(1)])", false, "bool"],
  ["matchkeys([1, 2, 3], ['a', 'b', 'a'], ['a'])", [1, 3], ["list", "number"]],
  ["one([])", null, "dynamic"],
  ["range(1, 8, 3)", [1, 4, 7], ["list", "number"]],
  ["reverse([1, 'a'])", ["a", 1], ["tuple", ["string", "number"]]],
  ["setintersection([1, 2], [2, 3])", [2], ["set", "number"]],
  [
    "setproduct(['a'], [1, 2])",
    [
      ["a", 1],
      ["a", 2],
    ],
    ["list", ["tuple", ["string", "number"]]],
  ],
  ["setsubtract(['a', 'b'], ['b'])", ["a"], ["set", "string"]],
  ["setunion(['b'], ['a', 'b'])", ["a", "b"], ["set", "string"]],
  ["slice(['a', 'b', 1], 1, 3)", ["b", 1], ["tuple", ["string", "number"]]],
  ["sort(['b', 10, 2])", ["10", "2", "b"], ["list", "string"]],
  ["sum([9, '3', -2])", 10, "number"],
  ["transpose({b = ['x'], a = ['x']})", { x: ["a", "b"] }, ["map", ["list", "string"]]],
  ["try([1][2], 'a')", "a", "string"],
  ["zipmap(['a', 'b'], [1, 'x'])", { a: 1, b: "x" }, ["object", { a: "number", b: "string" }]],
];
