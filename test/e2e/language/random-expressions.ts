// Random expressions over the names of scope.ts: most make sense, some do not. The same seed gives the same
// ones. Left out is what Terraform decides by chance or by a fault of its own: splats of single unknown
// values, equality of partly unknown objects, joining sets that are not known.

import fc from "fast-check";

const STRINGS = ['"a"', '"b"', '"1"', '"true"', '""', '"é"', "var.site", "local.uid", "local.sec"];
const NUMBERS = ["0", "1", "2", "-3", "local.num", "local.unum"];
const BOOLS = ["true", "false"];
const LISTS = ["local.lst", "local.tup", "local.objs", "local.secl", "local.ulist", "[]"];
const MAPS = ["local.mp", "local.obj", "local.secm", "local.umap", "{}"];
const OTHERS = ["null", "local.nul", "local.sett", "local.uset", "local.udyn", "terraform_data.u"];
const KEYS = ["a", "b", '"x y"', "id"];

type Kinds = {
  readonly text: string;
  readonly count: string;
  readonly list: string;
  readonly map: string;
  readonly any: string;
};

const { any } = fc.letrec<Kinds>((tie) => {
  const { text, count, list, map, any } = {
    text: tie("text"),
    count: tie("count"),
    list: tie("list"),
    map: tie("map"),
    any: tie("any"),
  };
  const of = (name: string, ...args: readonly fc.Arbitrary<string>[]) =>
    fc.tuple(...args).map((texts) => `${name}(${texts.join(", ")})`);
  const items = fc.oneof(
    fc.array(any, { maxLength: 3 }),
    fc.array(text, { maxLength: 3 }),
    fc.array(count, { maxLength: 3 }),
    fc.array(list, { maxLength: 2 }),
    fc.array(map, { maxLength: 2 }),
  );
  const tuple = items.map((texts) => `[${texts.join(", ")}]`);
  const entry = fc.tuple(fc.constantFrom(...KEYS), fc.oneof(any, text, list, map));
  const entries = fc.uniqueArray(entry, { selector: ([key]) => key, maxLength: 3 });
  const object = entries.map((pairs) => {
    return `{${pairs.map(([key, value]) => `${key} = ${value}`).join(", ")}}`;
  });
  const step = (inner: fc.Arbitrary<string>, ...steps: readonly string[]) =>
    fc.tuple(inner, fc.constantFrom(...steps)).map(([base, text]) => `(${base})${text}`);
  const operation = (inner: fc.Arbitrary<string>, ...operators: readonly string[]) =>
    fc.tuple(inner, fc.constantFrom(...operators), inner).map((texts) => `(${texts.join(" ")})`);
  const condition = fc.oneof(
    fc.constantFrom(...BOOLS, "sensitive(true)", "local.udyn", 'local.uid == "a"'),
    operation(count, "<", "==", "!="),
  );
  const choice = (inner: fc.Arbitrary<string>) =>
    fc.tuple(condition, inner, inner).map(([when, a, b]) => `(${when} ? ${a} : ${b})`);
  const small = { depthSize: "small" } as const;
  return {
    text: fc.oneof(
      small,
      fc.constantFrom(...STRINGS),
      fc.tuple(any).map(([part]) => `"x-\${${part}}"`),
      fc.tuple(text, count).map(([a, b]) => `"\${${a}}\${${b}}"`),
      of("join", text, tuple),
      of("join", text, tuple, tuple),
      of("upper", text),
      of("lower", text),
      of("title", text),
      of("strrev", text),
      of("trimspace", text),
      of("trim", text, text),
      of("substr", text, count, count),
      of("replace", text, text, text),
      of("format", fc.constant('"%v-%s"'), any, text),
      of("jsonencode", any),
      of("base64encode", text),
      of("urlencode", text),
      of("tostring", any),
      choice(text),
      fc
        .tuple(of("tolist", tuple), text)
        .map(([of, inner]) => `"%{ for x in ${of} ~} ${"${x}"}-\${${inner}} %{ endfor }"`),
      step(map, ".a", '["b"]'),
      step(list, "[0]"),
    ),
    count: fc.oneof(
      small,
      fc.constantFrom(...NUMBERS),
      of("length", any),
      of("length", list),
      of("length", map),
      of("tonumber", text),
      of("abs", count),
      of("ceil", count),
      of("floor", count),
      of("max", count, count),
      of("min", count, count),
      operation(count, "+", "-", "*", "/", "%"),
      choice(count),
      of("index", list, any),
      of("sum", list),
      step(list, "[1]", ".0"),
    ),
    list: fc.oneof(
      small,
      fc.constantFrom(...LISTS),
      tuple,
      of("tolist", tuple),
      of("toset", tuple),
      of("concat", list, list),
      of("split", text, text),
      of("formatlist", fc.constant('"%v!"'), any),
      of("regexall", fc.constantFrom('"[a-b1]"', '"(\\\\w)(.)?"', '"(?P<a>.)"'), text),
      of("keys", map),
      of("values", map),
      of("tolist", list),
      fc.tuple(list, text).map(([of, inner]) => `[for x in ${of} : [x, ${inner}]]`),
      fc.tuple(list, any).map(([of, inner]) => `[for i, x in ${of} : ${inner} if i != 1]`),
      fc.tuple(map, count).map(([of, inner]) => `[for k, v in ${of} : ${inner} + length(k)]`),
      choice(list),
      of("chunklist", list, count),
      of("coalescelist", list, list),
      of("compact", list),
      of("distinct", list),
      of("flatten", list),
      of("matchkeys", list, list, list),
      of("range", count, count),
      of("reverse", list),
      of("setintersection", list, list),
      of("setproduct", list, list),
      of("setsubtract", list, list),
      of("setunion", list, list),
      of("slice", list, count, count),
      of("sort", list),
      step(list, "[*]", "[*].a", ".*.id", "[*][0]"),
    ),
    map: fc.oneof(
      small,
      fc.constantFrom(...MAPS),
      object,
      of("tomap", object),
      of("merge", map, map),
      of("merge", map),
      fc.tuple(map, any).map(([of, inner]) => `{for k, v in ${of} : upper(k) => [v, ${inner}]}`),
      fc.tuple(list, text).map(([of, inner]) => `{for x in ${of} : ${inner} => x...}`),
      choice(map),
      of("zipmap", list, list),
      of("transpose", map),
      step(list, "[0]"),
    ),
    any: fc.oneof(
      small,
      fc.constantFrom(...BOOLS, ...OTHERS),
      fc.tuple(count, fc.constantFrom("<", "<=", ">", ">="), count).map((texts) => texts.join(" ")),
      fc.tuple(text, fc.constantFrom("==", "!="), text).map((texts) => texts.join(" ")),
      fc.tuple(count, fc.constantFrom("==", "!="), count).map((texts) => texts.join(" ")),
      choice(any),
      text,
      count,
      list,
      map,
      of("tobool", text),
      of("endswith", text, text),
      of("strcontains", text, text),
      of("jsondecode", of("jsonencode", any)),
      of("yamldecode", of("yamlencode", any)),
      of("can", any),
      of("issensitive", any),
      of("try", any, any),
      of("alltrue", list),
      of("anytrue", list),
      of("coalesce", any, any),
      of("one", list),
      of("contains", list, fc.oneof(text, count)),
      of("element", list, count),
      of("lookup", map, text, any),
      of("lookup", map, text),
      of("sensitive", any),
      of("nonsensitive", any),
      fc.tuple(any, any).map(([base, key]) => `(${base})[${key}]`),
    ),
  };
});

/** Expressions, each as a JSON string would hold it. */
export function randomExpressions(seed: number, count: number): readonly string[] {
  return fc.sample(any, { seed, numRuns: count }).map((text) => `\${${text}}`);
}
