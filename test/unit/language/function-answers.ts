// What Terraform 1.11.4 answers to calls of functions of numbers, text and encodings.

import { BigFloat } from "../../../src/model/big-float.js";
import type { Type } from "../../../src/model/type.js";
import type { Value } from "../../../src/model/value.js";

export type Answer = readonly [call: string, value: Value, type: Type];

export const NUMERIC_ANSWERS: readonly Answer[] = [
  ["abs(-5)", 5, "number"],
  ["ceil(1.2)", 2, "number"],
  ["floor(-1.2)", -2, "number"],
  ["tostring(log(1000, 10))", "2.9999999999999996", "string"],
  ["log(16, 2)", 4, "number"],
  ["max(1, 3, 2)", 3, "number"],
  ["min(['1', 2]...)", 1, "number"],
  ["parseint('zZ', 62)", 2231, "number"],
  ["parseint('8000000000000000', 16)", new BigFloat(1n, 63, 64), "number"],
  ["pow(2, 10)", 1024, "number"],
  ["tostring(pow(2, 0.3))", "1.2311444133449163", "string"],
  ["signum(-3)", -1, "number"],
];

export const TEXT_ANSWERS: readonly Answer[] = [
  ["chomp('a\\n\\r\\n')", "a", "string"],
  ["endswith('ab', 'b')", true, "bool"],
  ["indent(2, 'a\\nb')", "a\n  b", "string"],
  ["regex('(\\\\d+)-(x)?', '12-')", ["12", null], ["tuple", ["string", "string"]]],
  ["regex('(?P<k>\\\\w)=(?P<v>\\\\w)', 'a=1')", { k: "a", v: "1" }, object("k", "v")],
  ["regex('(?P<x>a)(?P<x>b)', 'ab')", { x: "b" }, object("x")],
  ["regexall('a*', 'baaac')", ["", "aaa", ""], ["list", "string"]],
  ["replace('hello', '/(l)(l)/', '$2-$1')", "hel-lo", "string"],
  ["replace('é', '', '-')", "-é-", "string"],
  ["split('', 'é😀')", ["é", "😀"], ["list", "string"]],
  ["startswith('ab', 'b')", false, "bool"],
  ["strcontains('abc', 'b')", true, "bool"],
  ["strrev('a👨‍👩‍👧‍👦')", "👨‍👩‍👧‍👦a", "string"],
  ["substr('é😀x', -2, 1)", "😀", "string"],
  ["title('o_neil ǆ აბ')", "O_neil ǅ აბ", "string"],
  ["trim('😀a😀', '😀')", "a", "string"],
  ["trimprefix('aab', 'a')", "ab", "string"],
  ["trimspace(' \\u2003a\\n')", "a", "string"],
  ["trimsuffix('abb', 'b')", "ab", "string"],
];

function object(...names: readonly string[]): Type {
  return ["object", Object.fromEntries(names.map((name) => [name, "string"] as const))];
}

const GZIPPED = "H4sIAAAAAAAA/8pIzcnJV0AiAQAAAP//AQAA//+AiPnlEQAAAA==";
const DATE = "2001-02-03T00:00:00Z";
const YAML_TYPE: Type = ["object", { a: ["tuple", ["bool", "number", "string", "dynamic"]] }];

export const ENCODING_ANSWERS: readonly Answer[] = [
  ["base64decode('w6nwn5iA')", "é😀", "string"],
  ["base64encode('é😀')", "w6nwn5iA", "string"],
  ["base64gzip('hello hello hello')", GZIPPED, "string"],
  ["csvdecode('a,b\\n1,2')", [{ a: "1", b: "2" }], ["list", object("a", "b")]],
  ["format('%-5s|%05.1f|%#x|%v', 'é', 1.25, 255, [null])", "é    |001.2|0xff|[null]", "string"],
  ["format('%[2]q %[1]v', 1000000, '<')", '"\\u003c" 1e+06', "string"],
  ["formatlist('%s-%d', ['a', 'b'], 5)", ["a-5", "b-5"], ["list", "string"]],
  ["jsondecode('[1, null]')", [1, null], ["tuple", ["number", "dynamic"]]],
  ["jsonencode({ b = '<', a = 1 / 4 })", '{"a":0.25,"b":"\\u003c"}', "string"],
  ["yamldecode('a: [on, 010, 2001-2-3, ~]')", { a: [true, 10, DATE, null] }, YAML_TYPE],
  ["yamlencode({ a = 'x\\ny', b = [1] })", '"a": |-\n  x\n  y\n"b":\n- 1\n', "string"],
  ["textdecodebase64('k/qWew==', 'ms_kanji')", "日本", "string"],
  ["textencodebase64('é€', 'windows-1252')", "6YA=", "string"],
  ["urlencode('a b&é')", "a+b%26%C3%A9", "string"],
];
