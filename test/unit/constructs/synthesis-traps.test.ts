import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import {
  ComplexMap,
  ComplexObject,
  conditional,
  dependable,
  Fn,
  type IResolvable,
  LocalBackend,
  Op,
  propertyAccess,
  TerraformCount,
  TerraformHclModule,
  TerraformIterator,
  TerraformLocal,
  TerraformOutput,
  TerraformVariable,
  Token,
} from "../../../constructs/cdk.js";
import { StandardKeyProvider as KeyProviderBinding } from "../../../constructs/generated/standard-key-provider/index.js";
import { Vcenter as VcenterBinding } from "../../../constructs/generated/vcenter/index.js";
import { VirtualMachine as MachineBinding } from "../../../constructs/generated/virtual-machine/index.js";
import { literal, type Stack, text } from "../../../constructs/index.js";
import { SYNTHESIS_TRAPS } from "../../../constructs/synthesis-traps.js";
import { documentOf, errorsOf, newProgram, type Program } from "./program.js";

/** Values that are only known later, one of each kind. */
interface Later {
  readonly number: number;
  readonly string: string;
  readonly boolean: IResolvable;
  readonly list: string[];
}

type Write = (stack: Stack, later: Later) => void;

interface Case {
  readonly trap: number;
  readonly name: string;
  readonly write: Write;
  /** The error on this library; on the other it is `elsewhere`, or none. */
  readonly says: RegExp;
  readonly onlyOn?: "cdktf";
}

const local =
  (value: (later: Later) => unknown): Write =>
  (stack, later) => {
    new TerraformLocal(stack, "x", value(later));
  };

/** A resource with a map of objects, which none of our own has. */
class Entry extends ComplexObject {
  get state(): string {
    return this.getStringAttribute("state");
  }
}

class Entries extends ComplexMap {
  get(key: string): Entry {
    return new Entry(this.terraformResource, this.terraformAttribute, false, key);
  }
}

const CAUGHT: readonly Case[] = [
  {
    trap: 1,
    name: "an id taken twice by override",
    write: (stack) => {
      vcenter(stack, "first");
      vcenter(stack, "second").overrideLogicalId("first");
    },
    says: /^\[edge\/first\] edge\/first and edge\/second share the id resource\/holdfast_vcenter\/first/,
  },
  {
    trap: 2,
    name: "after a dash",
    write: local((l) => `host-${l.number}`),
    says: /^\[edge\/x\] \/locals\/x: .*text`/,
  },
  {
    trap: 2,
    name: "after a dot",
    write: local((l) => `10.0.0.${l.number}`),
    says: /\/locals\/x: /,
  },
  { trap: 2, name: "after a digit", write: local((l) => `1${l.number}`), says: /\/locals\/x: / },
  {
    trap: 2,
    name: "as a key",
    write: local((l) => ({ [`a-${l.number}`]: 1 })),
    says: /known later/,
  },
  {
    trap: 2,
    name: "the index of a count",
    write: local(() => `n-${TerraformCount.of(3).index}`),
    says: /\/locals\/x: /,
  },
  {
    trap: 3,
    name: "before a dash",
    write: local((l) => `${l.number}-x`),
    says: /^\[edge\/x\] .*is lost/,
  },
  { trap: 3, name: "two in a row", write: local((l) => `${l.number}${l.number}`), says: /is lost/ },
  { trap: 3, name: "before a decimal", write: local((l) => `${l.number}.5`), says: /is lost/ },
  {
    trap: 3,
    name: "in a function",
    write: local((l) => Fn.upper(`${l.number}-x`)),
    says: /is lost/,
  },
  {
    trap: 3,
    name: "alone in a function",
    write: local((l) => Fn.upper(`${l.number}`)),
    says: /is lost/,
  },
  { trap: 4, name: "a multiple", write: local((l) => l.number * 2), says: /JavaScript calculated/ },
  { trap: 4, name: "a negative", write: local((l) => -l.number), says: /JavaScript calculated/ },
  {
    trap: 5,
    name: "zero",
    write: local((l) => Op.gt(l.number, 0)),
    says: /drops 0|undefined/,
    onlyOn: "cdktf",
  },
  {
    trap: 5,
    name: "empty",
    write: local((l) => Op.eq(l.string, "")),
    says: /drops ""|undefined/,
    onlyOn: "cdktf",
  },
  {
    trap: 5,
    name: "minus zero",
    write: local((l) => Op.sub(l.number, 0)),
    says: /drops 0/,
    onlyOn: "cdktf",
  },
  {
    trap: 5,
    name: "the word undefined",
    write: local(() => "${(1 > undefined)}"),
    says: /became the word undefined/,
  },
  {
    trap: 6,
    name: "in a comparison",
    write: local((l) => Op.eq(conditional(l.boolean, 1, 2), 1)),
    says: /inside an operator/,
  },
  {
    trap: 6,
    name: "in a negation, as text",
    write: local((l) => Op.not(Token.asString(conditional(l.boolean, true, false)))),
    says: /inside an operator/,
  },
  {
    trap: 6,
    name: "in a condition",
    write: local((l) => conditional(conditional(l.boolean, true, false), 1, 2)),
    says: /inside a condition/,
  },
  {
    trap: 7,
    name: "an entry's attribute",
    write: (stack) => {
      const entries = new Entries(vcenter(stack, "vc"), "entries");
      new TerraformLocal(stack, "x", entries.get("k1").state);
    },
    says: /^\[edge\/x\] \/locals\/x: The map key k1 came out without quotes/,
  },
  { trap: 8, name: "a quote", write: local(() => Fn.join(",", ['a"b'])), says: /literal\(…\)/ },
  {
    trap: 8,
    name: "text in quotes",
    write: local(() => Fn.join(",", ['"a b"'])),
    says: /literal\(…\)/,
  },
  {
    trap: 8,
    name: "a backslash",
    write: local((l) => Fn.join("\\n", [l.string])),
    says: /literal\(…\)/,
  },
  { trap: 8, name: "a directive", write: local(() => Fn.upper("a%{if x}")), says: /literal\(…\)/ },
  {
    trap: 8,
    name: "beside a token",
    write: local((l) => Fn.join(",", [`a"b ${l.string}`])),
    says: /literal\(…\)/,
  },
  {
    trap: 8,
    name: "in an operator",
    write: local((l) => Op.eq(l.string, 'a"b')),
    says: /literal\(…\)/,
  },
  {
    trap: 8,
    name: "a key",
    write: local(() => Fn.jsonencode({ "a${b}": 1 })),
    says: /The key "a\$\{b\}"/,
  },
  {
    trap: 8,
    name: "what is no language",
    write: local(() => "${upper(}"),
    says: /is not Terraform's language/,
  },
  {
    trap: 9,
    name: "a null in a list",
    write: local(() => Fn.jsonencode([1, true, null])),
    says: /drops null/,
    onlyOn: "cdktf",
  },
  {
    trap: 10,
    name: "upper case",
    write: local((l) => l.string.toUpperCase()),
    says: /taken apart or changed/,
  },
  {
    trap: 10,
    name: "the start",
    write: local((l) => l.string.slice(0, 3)),
    says: /not Terraform's language/,
  },
  {
    trap: 10,
    name: "the end",
    write: local((l) => l.string.slice(3)),
    says: /taken apart or changed/,
  },
  {
    trap: 10,
    name: "letters",
    write: local((l) => l.string.split("")),
    says: /taken apart or changed/,
  },
  {
    trap: 10,
    name: "parts",
    write: local((l) => l.string.split(".")),
    says: /taken apart or changed/,
  },
  {
    trap: 11,
    name: "a boolean",
    write: local((l) => JSON.stringify({ b: l.boolean })),
    says: /\/locals\/x: .*JSON\.stringify/,
  },
  ...[
    Number.NaN,
    Number.POSITIVE_INFINITY,
    new Date(0),
    new Map(),
    new Set(),
    /x/,
    Symbol("s"),
  ].map(
    (value): Case => ({
      trap: 12,
      name: Object.prototype.toString.call(value),
      write: local(() => ({ inner: value })),
      says: /^\[edge\/x\] .*(no form in JSON|cannot be kept)/,
    }),
  ),
  {
    trap: 12,
    name: "a large integer",
    write: local(() => 2 ** 60),
    says: /cannot be kept exactly/,
  },
  {
    trap: 12,
    name: "an object for a string",
    write: (stack) => {
      vcenter(stack, "vc").addOverride("site", {});
    },
    says: /\/resource\/holdfast_vcenter\/vc\/site: A single value is wanted/,
  },
  {
    trap: 14,
    name: "an import with a provider",
    write: (stack) => {
      const binding = vcenter(stack, "vc");
      binding.importFrom("vc01");
      stack.addOverride("import", [
        { to: "holdfast_vcenter.vc", id: "vc01", provider: "holdfast" },
      ]);
    },
    says: /\/import\/\d\/provider: .*may not name a provider/,
  },
  {
    trap: 14,
    name: "a module with for_each used as one",
    write: (stack) => {
      const forEach = TerraformIterator.fromList(["a", "b"]);
      const module = new TerraformHclModule(stack, "m", { source: "example/m/generic", forEach });
      new TerraformLocal(stack, "x", module.get("id"));
    },
    says: /has for_each and is a map/,
  },
  {
    trap: 15,
    name: "the library's own backend",
    write: (stack) => {
      new LocalBackend(stack);
    },
    says: /\/terraform\/backend\/local\/path: .*absolute path/,
  },
  {
    trap: 15,
    name: "a path below the working folder",
    write: local(() => resolve("keys.p12")),
    says: /\/locals\/x: .*absolute path/,
  },
  {
    trap: 16,
    name: "null",
    write: (stack) => {
      new TerraformOutput(stack, "out", { value: null });
    },
    says: /^\[edge\/out\] The value of this output is null/,
  },
  {
    trap: 16,
    name: "undefined",
    write: (stack) => {
      new TerraformOutput(stack, "out", { value: undefined });
    },
    says: /^\[edge\/out\] The value of this output is null/,
  },
  {
    trap: 17,
    name: "a literal password",
    write: (stack) => withPassword(stack, "hunter2"),
    says: /^\[edge\/kp\] \/resource\/holdfast_standard_key_provider\/kp\/password: A secret is written out/,
  },
  {
    trap: 17,
    name: "a variable that is not sensitive",
    write: (stack, later) => withPassword(stack, later.string),
    says: /is not sensitive/,
  },
  {
    trap: 17,
    name: "a sensitive variable with a default",
    write: (stack) => {
      new TerraformVariable(stack, "pw", { sensitive: true, default: "hunter2" });
    },
    says: /^\[edge\/pw\] \/variable\/pw\/default: /,
  },
];

const SOUND: readonly { readonly trap: number; readonly name: string; readonly write: Write }[] = [
  { trap: 2, name: "text", write: local((l) => text`host-${l.number}-${l.number}.5`) },
  { trap: 2, name: "a number alone", write: local((l) => `${l.number}`) },
  { trap: 2, name: "a word before", write: local((l) => `host${l.number} x`) },
  {
    trap: 2,
    name: "a number as it is",
    write: local((l) => ({ a: l.number, b: -1.5e3, c: "1e+300-x" })),
  },
  { trap: 3, name: "text in a function", write: local((l) => Fn.upper(text`${l.number}-x`)) },
  { trap: 4, name: "Op", write: local((l) => Op.add(l.number, Op.negate(l.number))) },
  {
    trap: 5,
    name: "operands that count",
    write: local((l) => Op.and(Op.gt(l.number, 1), l.boolean)),
  },
  {
    trap: 6,
    name: "a conditional alone",
    write: local((l) => conditional(Op.not(l.boolean), 1, 2)),
  },
  {
    trap: 6,
    name: "in a function",
    write: local((l) => Fn.upper(Token.asString(conditional(l.boolean, "a", "b")))),
  },
  {
    trap: 7,
    name: "propertyAccess",
    write: (stack) => {
      const value = propertyAccess(vcenter(stack, "vc").fqn, ["a b", "k1", "state"]);
      new TerraformLocal(stack, "x", value);
    },
  },
  {
    trap: 8,
    name: "literal",
    write: local((l) => Fn.join(literal('"\\'), [literal("%{if x}"), l.string])),
  },
  { trap: 8, name: "tabs and line breaks", write: local((l) => Fn.join("\t\n", [l.string])) },
  { trap: 10, name: "Fn", write: local((l) => [Fn.upper(l.string), Fn.substr(l.string, 0, 3)]) },
  { trap: 11, name: "jsonencode", write: local((l) => Fn.jsonencode({ b: l.boolean, l: l.list })) },
  { trap: 12, name: "null", write: local(() => ({ a: null, b: [], c: {} })) },
  {
    trap: 14,
    name: "an import",
    write: (stack) => vcenter(stack, "vc").importFrom("vc01"),
  },
  { trap: 15, name: "an absolute path elsewhere", write: local(() => "/var/lib/keys") },
  {
    trap: 16,
    name: "a null that is meant",
    write: (stack) => {
      new TerraformOutput(stack, "out", { value: Token.nullValue() });
    },
  },
  {
    trap: 17,
    name: "a sensitive variable",
    write: (stack) =>
      withPassword(stack, new TerraformVariable(stack, "pw", { sensitive: true }).stringValue),
  },
];

describe("synthesis traps", () => {
  it.each(CAUGHT)("$trap, $name: is an error", ({ write, says, onlyOn }) => {
    const program = written(write);
    const errors = errorsOf(program);
    if (onlyOn === "cdktf" && !isOnCdktf(program)) expect(errors).toEqual([]);
    else expect(errors).toContainEqual(expect.stringMatching(says));
  });

  it.each(SOUND)("$trap, $name: is no error", ({ write }) => {
    expect(errorsOf(written(write))).toEqual([]);
  });

  it("1 and 13: every id is a Terraform name, and no two are the same", () => {
    const { stack } = newProgram();
    for (const id of ["esx01.dc1", "esx01dc1", "1abc", "größe", "groe", "日本", "日木"])
      vcenter(stack, id);
    const names = Object.keys(documentOf({ stack }).resource?.holdfast_vcenter ?? {});
    expect(names).toHaveLength(7);
    for (const name of names) expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_-]*$/);
  });

  it("15: the state is kept at a relative path", () => {
    const program = newProgram("core");
    expect(errorsOf(program)).toEqual([]);
    expect(documentOf(program).terraform?.backend).toEqual({
      local: { path: "terraform.core.tfstate" },
    });
  });

  it("lists 17, and has a case for each that is caught", () => {
    expect(SYNTHESIS_TRAPS.map((trap) => trap.number)).toEqual(
      Array.from({ length: 17 }, (_, i) => i + 1),
    );
    const covered = new Set([...CAUGHT.map((c) => c.trap), 1, 13, 15]);
    const caught = SYNTHESIS_TRAPS.filter((trap) => trap.caught !== "documented");
    expect(caught.filter((trap) => !covered.has(trap.number))).toEqual([]);
  });

  it("has the document say the same", () => {
    const document = readFileSync("docs/synthesis.md", "utf8");
    const rows = document.split("\n").filter((line) => /^\| \d+ \|/.test(line));
    expect(rows).toEqual(
      SYNTHESIS_TRAPS.map(
        (t) => `| ${t.number} | ${t.written} | ${t.becomes} | ${t.caught} | ${t.instead} |`,
      ),
    );
  });
});

describe("other errors of the lint", () => {
  const CASES: readonly { readonly name: string; readonly write: Write; readonly says: RegExp }[] =
    [
      {
        name: "an unknown name",
        write: local(() => "${var.nobody}"),
        says: /Nothing in this stack is called var.nobody/,
      },
      {
        name: "an unknown attribute",
        write: (stack) => vcenter(stack, "vc").addOverride("sit", "core"),
        says: /There is no attribute sit\. Did you mean "site"\?/,
      },
      {
        name: "an unknown resource type",
        write: (stack) => stack.addOverride("resource.holdfast_vcentre.x", { name: "x" }),
        says: /There is no resource type holdfast_vcentre\. Did you mean "holdfast_vcenter"\?/,
      },
      {
        name: "a dependency written as a reference",
        write: (stack) => {
          const first = vcenter(stack, "first");
          vcenter(stack, "second").dependsOn = [first.fqn];
        },
        says: /depends_on\/0: \$\{holdfast_vcenter\.first\} is no address.*dependable/,
      },
      {
        name: "a dependency of an output, which the library writes as a reference",
        write: (stack) => {
          const dependsOn = [vcenter(stack, "first")];
          new TerraformOutput(stack, "out", { value: "x", dependsOn });
        },
        says: /^\[edge\/out\] \/output\/out\/depends_on\/0: .* is no address.*addOverride/,
      },
      {
        name: "a dependency on nothing",
        write: (stack) => {
          vcenter(stack, "second").dependsOn = ["holdfast_vcenter.gone"];
        },
        says: /holdfast_vcenter\.gone is not in this stack/,
      },
      {
        name: "a provisioner",
        write: (stack) => vcenter(stack, "vc").addOverride("provisioner", [{ "local-exec": {} }]),
        says: /Provisioners and connections/,
      },
    ];

  it.each(CASES)("$name", ({ write, says }) => {
    expect(errorsOf(written(write))).toEqual([expect.stringMatching(says)]);
  });

  it("knows names of for expressions, iterators, data, locals and the rest of the language", () => {
    const program = written((stack, later) => {
      const binding = vcenter(stack, "vc");
      new TerraformLocal(stack, "x", '${[for k, v in var.list : upper("${k}-${v}") if v != "x"]}');
      new TerraformLocal(
        stack,
        "y",
        '${{for h in var.list : h => { a = h, "b c" : local.x[0] }...}}',
      );
      new TerraformLocal(
        stack,
        "z",
        "%{ for h in var.list ~}${h}%{ endfor }%{ if var.b }a%{ else }b%{ endif }",
      );
      new TerraformLocal(stack, "w", "${holdfast_vcenter.vc.id}${terraform.workspace}$${no}%%{no}");
      new TerraformLocal(
        stack,
        "u",
        "${(var.n >= 2 && !var.b) ? -var.n % 3 : 1.5e3}${var.list[*]}${var.list.*}${var.list.0}",
      );
      binding.dependsOn = [dependable(vcenter(stack, "other"))];
      new MachineBinding(stack, "vm", {
        name: "${each.key}",
        cluster: "c",
        forEach: TerraformIterator.fromList(later.list),
      });
    });
    expect(errorsOf(program)).toEqual([]);
  });
});

function written(write: Write): Program {
  const program = newProgram();
  const { stack } = program;
  const variable = (id: string, type: string) => new TerraformVariable(stack, id, { type });
  write(stack, {
    number: variable("n", "number").numberValue,
    string: variable("s", "string").stringValue,
    boolean: variable("b", "bool").booleanValue,
    list: variable("list", "list(string)").listValue,
  });
  return program;
}

function vcenter(stack: Stack, id: string): VcenterBinding {
  return new VcenterBinding(stack, id, { name: "vc01", version: "8.0 U3" });
}

function withPassword(stack: Stack, password: string): void {
  new KeyProviderBinding(stack, "kp", { vcenter: "vc01", name: "kp", keyServers: ["k"], password });
}

function isOnCdktf({ app }: Program): boolean {
  return String(app.node.tryGetContext("cdktfVersion")).startsWith("0.21");
}
