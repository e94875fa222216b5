// Configurations in the shape of their schema, and what is said about those that have another.

import { describe, expect, it } from "vitest";
import type { ResourceSchema, Type } from "../../../src/model/type.js";
import { type ObjectValue, sensitive, UNKNOWN, type Value } from "../../../src/model/value.js";
import { convertConfig, convertToSchema } from "../../../src/schema/convert-value.js";

const host: ObjectValue = { hostname: "esx01", cluster: "vc/edge", version: "8.0 U2" };

function errors(type: string, value: ObjectValue): readonly string[] {
  return convertConfig(type, value).diagnostics.map(
    (d) => `${d.attribute?.join(".")}: ${d.detail}`,
  );
}

function convert(type: Type, value: Value): Value {
  const schema: ResourceSchema = {
    version: 0,
    block: {
      attributes: { x: { type, optional: true, description: "", description_kind: "plain" } },
      description: "",
      description_kind: "plain",
    },
  };
  return convertToSchema(schema, { x: value }).value.x ?? null;
}

describe("convertConfig", () => {
  it("gives every attribute, null where absent", () => {
    const { value, diagnostics } = convertConfig("holdfast_network_path", {
      from_site: "a",
      from_role: "host",
      to_site: "b",
      allowed: "true",
      port: "5696",
    });
    expect(diagnostics).toEqual([]);
    expect(value).toEqual({
      id: null,
      from_site: "a",
      from_role: "host",
      to_site: "b",
      allowed: true,
      port: 5696,
    });
  });

  it("fills nested objects too, and leaves null and unknown ones alone", () => {
    const tpm = (value: Value) => convertConfig("holdfast_host", { ...host, tpm: value }).value.tpm;
    const rest = {
      hash_bank: null,
      interface: null,
      hierarchy_enabled: null,
      manufacturer: null,
      model: null,
    };
    expect(tpm({ present: true })).toEqual({ present: true, ...rest });
    expect(tpm(null)).toBe(null);
    expect(tpm(UNKNOWN)).toBe(UNKNOWN);
    expect(tpm({ present: UNKNOWN })).toEqual({ present: UNKNOWN, ...rest });
  });

  it("keeps marks", () => {
    const { value } = convertConfig("holdfast_standard_key_provider", {
      vcenter: "vc",
      name: "kp",
      key_servers: ["vc/kms/a"],
      password: sensitive("canary"),
      user_name: sensitive(5),
    });
    expect(value.password).toEqual(sensitive("canary"));
    expect(value.user_name).toEqual(sensitive("5"));
  });

  it("reports everything at once", () => {
    const value = { hostnam: "x", cluster: 5, version: ["8.0"], id: "x", tpm: { present: "ja" } };
    expect(errors("holdfast_host", value)).toMatchInlineSnapshot(`
      [
        "hostnam: There is no attribute "hostnam" here. Did you mean "hostname"?",
        "hostname: "hostname" must be set. Host name.",
        "id: "id" is decided by vSphere. Remove it from the configuration.",
        "tpm.present: "present" must be true or false, not "ja".",
        "version: "version" must be a string, not a list of 1.",
      ]
    `);
  });

  it("names what is known when nothing is near", () => {
    expect(errors("holdfast_vcenter", { name: "vc", version: "8.0", colour: "red" })).toEqual([
      'colour: There is no attribute "colour" here. Known are: name, runs_on, site, version.',
    ]);
  });

  it("reports missing attributes and wrong types inside lists", () => {
    const vm = { name: "vm", cluster: "vc/c", disks: [{ name: "a" }, "b", null] };
    expect(errors("holdfast_virtual_machine", vm)).toEqual([
      'disks.0.size_gib: "size_gib" must be set. Capacity in GiB.',
      'disks.1: "disks" must be an object, not "b".',
      'disks.2: "disks" must be an object, not null.',
    ]);
  });

  it("never shows a secret", () => {
    const kp = { vcenter: "vc", name: "kp", key_servers: ["a"], password: ["canary"] };
    const native = { vcenter: "vc", name: "kp", backup: sensitive({ path: ["canary"] }) };
    const said = [
      ...errors("holdfast_standard_key_provider", kp),
      ...errors("holdfast_native_key_provider", native),
    ];
    expect(said).toEqual([
      'password: "password" must be a string, not (sensitive value).',
      'backup.path: "path" must be a string, not (sensitive value).',
    ]);
  });
});

describe("conversion of types", () => {
  it.each<readonly [Type, Value, Value]>([
    ["string", 5, "5"],
    ["string", true, "true"],
    ["string", "e\u0301", "\u00e9"],
    ["number", "5", 5],
    ["number", "-12.0", -12],
    ["number", "", null],
    ["number", true, null],
    ["bool", "false", false],
    ["bool", 1, null],
    ["bool", "yes", null],
    [
      ["list", "string"],
      [1, "b", null, UNKNOWN],
      ["1", "b", null, UNKNOWN],
    ],
    [["list", "string"], "a", null],
    [
      ["set", "string"],
      ["b", "a", "b", "\u{1F600}", "\uFFFD"],
      ["a", "b", "\uFFFD", "\u{1F600}"],
    ],
    [
      ["set", "number"],
      [10, 9, "10"],
      [9, 10],
    ],
    [
      ["set", "bool"],
      [true, false, true],
      [false, true],
    ],
    [
      ["set", "string"],
      [null, UNKNOWN, "a", UNKNOWN],
      ["a", UNKNOWN, UNKNOWN, null],
    ],
    [["map", "number"], { b: "2", a: 1 }, { b: 2, a: 1 }],
    [["object", { a: "string" }], { a: 1, b: 2 }, { a: "1" }],
    [
      ["tuple", ["string", "number"]],
      [1, "2"],
      ["1", 2],
    ],
    ["dynamic", { a: [1] }, { a: [1] }],
    ["string", sensitive(5), sensitive("5")],
  ])("%j: %j becomes %j", (type, value, expected) => {
    expect(convert(type, value)).toEqual(expected);
  });

  it("keeps all digits of a number", () => {
    expect(String(convert("number", "1.50"))).toBe("1.5");
    expect(String(convert("number", "9007199254740993"))).toBe("9007199254740993");
  });

  it("puts equal objects of a set side by side and keeps one", () => {
    const type: Type = ["set", ["object", { a: "string", b: "number" }]];
    const items = [
      { a: "y", b: 1 },
      { a: "x", b: 2 },
      { a: "y", b: 1 },
    ];
    expect(convert(type, items)).toEqual([
      { a: "x", b: 2 },
      { a: "y", b: 1 },
    ]);
  });
});
