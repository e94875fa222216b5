import { describe, expect, it } from "vitest";
import type { Change } from "../../../src/model/plan.js";
import { isMarked, isUnknown } from "../../../src/model/value.js";
import { readPlanJson } from "../../../src/plan/read-plan-json.js";
import { providerSchema } from "../../../src/schema/resource-schemas.js";

function read(document: unknown) {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  return readPlanJson({ text, file: "edge.json", stack: "edge", schema: providerSchema });
}

const details = (document: unknown) => read(document).diagnostics.map(({ detail }) => detail);

function resource(address: string, change: object, more: object = {}) {
  const [type, name] = address.replace(/^data\./, "").split(".");
  return { address, mode: "managed", type, name, change, ...more };
}

function plan(...changes: readonly object[]) {
  return { format_version: "1.2", resource_changes: changes };
}

function only(document: unknown): Change {
  const { plan: found, diagnostics } = read(document);
  expect(diagnostics).toEqual([]);
  const [change, ...others] = found?.changes ?? [];
  expect(others).toEqual([]);
  if (change === undefined) throw new Error("there is no change");
  return change;
}

describe("readPlanJson", () => {
  it("says all that is wrong with the form at once, and no value", () => {
    const wrong = {
      format_version: "2.0",
      resource_changes: [
        resource("holdfast_host.a", { actions: ["hunter2"], before: "hunter2" }),
        { address: "holdfast_host.b", mode: "managed", type: "holdfast_host", name: "b" },
      ],
      output_changes: { o: { actions: ["create", "hunter2"] } },
    };
    const said = details(wrong);
    expect(said).toMatchInlineSnapshot(`
      [
        "edge.json: /format_version must be 1.0 or later of format 1. Make its JSON with: terraform show -json FILE.",
        "edge.json: /resource_changes/0/change/actions must be one of ["no-op"], ["create"], ["read"], ["update"], ["delete"], ["forget"], ["delete","create"], ["create","delete"], ["create","forget"].",
        "edge.json: /resource_changes/0/change/before must be object or null.",
        "edge.json: /resource_changes/1 has no "change". Make its JSON with: terraform show -json FILE.",
        "edge.json: /output_changes/o/actions must be one of ["no-op"], ["create"], ["update"], ["delete"].",
      ]
    `);
    expect(said.join()).not.toContain("hunter2");
  });

  it.each([
    ["PK", "it is a saved plan of Terraform. Make its JSON with: terraform show -json FILE."],
    ['{"@level":"info"}', "it is a message of terraform plan -json."],
    ["{}", 'the document has no "format_version".'],
    [{ format_version: "1.2", errored: true }, "Terraform had errors when it made it. Plan again."],
    [plan(resource("holdfast_host.a b", { actions: ["create"] })), "is no address of a resource."],
    [
      plan(resource("holdfast_host.a", { actions: ["create"] }, { name: "b" })),
      '"holdfast_host.a" is said to be a holdfast_host.b.',
    ],
    [
      plan(resource("holdfast_host.a", { actions: ["create"], after: { hostname: 5, tpm: [] } })),
      "holdfast_host.a has values of other types than holdfast_host takes, at hostname, tpm.",
    ],
    [
      plan(
        resource("test.a", { actions: ["create"], after: {} }),
        resource("test.a", { actions: ["create"], after: {} }),
      ),
      "test.a is changed twice.",
    ],
  ])("refuses %j", (document, detail) => {
    expect(details(document)).toEqual([expect.stringContaining(detail)]);
  });

  it("refuses text that is no JSON, with the place", () => {
    expect(read('{"format_version":')).toMatchObject({
      diagnostics: [{ source: { file: "edge.json", line: 1 } }],
    });
  });

  it("keeps no secret of a resource of any type, and still knows that it changes", () => {
    const change = only(
      plan(
        resource("random_password.a", {
          actions: ["update"],
          before: { result: "hunter2", nested: [{ key: "hunter3" }], open: 1 },
          after: { result: "hunter4", nested: [{ key: "hunter3" }], open: 1 },
          after_unknown: { id: true },
          before_sensitive: { result: true, nested: [{ key: true }] },
          after_sensitive: { result: true, nested: [{ key: true }] },
        }),
      ),
    );
    expect(JSON.stringify(change)).not.toContain("hunter");
    const { before, after } = change;
    expect([isMarked(before?.result ?? null), isMarked(after?.result ?? null)]).toEqual([
      true,
      true,
    ]);
    expect(before?.result).not.toEqual(after?.result);
    expect(before?.nested).toEqual(after?.nested);
    expect([after?.open, isUnknown(after?.id ?? null)]).toEqual([1, true]);
  });

  it("gives every attribute of our own types, whichever version wrote them", () => {
    const after = { hostname: "esx01", of_another_version: true };
    const { after: read } = only(
      plan(
        resource("holdfast_host.a", { actions: ["create"], after, after_unknown: { id: true } }),
      ),
    );
    const { attributes } = providerSchema.resource_schemas.holdfast_host?.block ?? {};
    expect(Object.keys(read ?? {}).sort()).toEqual(Object.keys(attributes ?? {}).sort());
    expect(read).toMatchObject({ hostname: "esx01", cluster: null });
    expect(isUnknown(read?.id ?? null)).toBe(true);
  });

  it("follows references through variables and outputs of modules", () => {
    const references = (...names: readonly string[]) => ({ references: names });
    const create = (address: string, more: object = {}) => {
      const last = address.split(".").slice(-2).join(".");
      return { ...resource(last, { actions: ["create"], after: {} }, more), address };
    };
    const inside = {
      resources: [
        {
          ...{ mode: "managed", type: "t", name: "in" },
          expressions: { a: references("var.given") },
        },
      ],
      outputs: { out: { expression: references("t.in.id", "t.in") } },
    };
    const root_module = {
      resources: [
        { mode: "managed", type: "t", name: "a" },
        {
          ...{ mode: "managed", type: "t", name: "b" },
          expressions: { list: [{ x: references('module.m["a.b"].out', 'module.m["a.b"]') }] },
        },
        { mode: "managed", type: "t", name: "c", depends_on: ["module.m"] },
      ],
      module_calls: { m: { expressions: { given: references("t.a.id", "t.a") }, module: inside } },
    };
    const { plan: found } = read({
      ...plan(
        create("t.a"),
        create("t.b"),
        create("t.c"),
        create('module.m["a.b"].t.in', { module_address: 'module.m["a.b"]' }),
      ),
      configuration: { root_module },
    });
    const waits = found?.changes.map(({ address, dependsOn }) => [address, dependsOn]);
    expect(waits).toEqual([
      ["t.a", []],
      ["t.b", ["module.m.t.in"]],
      ["t.c", ["module.m.t.in"]],
      ['module.m["a.b"].t.in', ["t.a"]],
    ]);
  });
});
