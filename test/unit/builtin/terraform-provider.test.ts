// Terraform's own provider, and which provider is asked. That terraform_data does what Terraform's does is held in
// test/e2e/plan/terraform-data.test.ts.

import { describe, expect, it } from "vitest";
import { terraformProvider } from "../../../src/builtin/terraform-provider.js";
import { withBuiltin } from "../../../src/builtin/with-builtin.js";
import { UNKNOWN } from "../../../src/model/value.js";
import { createRecordProvider } from "../../support/record-provider.js";

const type = "terraform_data";
const OBJECT = { id: null, input: "x", output: null, triggers_replace: null };

describe("terraform_data", () => {
  const apply = (seed: string) =>
    terraformProvider.apply({
      type,
      prior: null,
      planned: { ...OBJECT, id: UNKNOWN, output: UNKNOWN },
      config: OBJECT,
      seed,
    });

  it("makes up an id in the form of a UUID, the same from the same seed", async () => {
    const { state } = await apply("a");
    expect(state?.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(await apply("a")).toEqual({ state, diagnostics: [] });
    expect((await apply("b")).state?.id).not.toBe(state?.id);
    expect(state?.output).toBe("x");
  });

  it("plans another output for a value of another type", () => {
    const prior = { ...OBJECT, id: "i", input: ["x"], output: ["x"] };
    const plan = (proposed: "list" | "tuple") =>
      terraformProvider.plan({
        type,
        prior,
        proposed: prior,
        config: prior,
        types: {
          prior: { input: ["tuple", ["string"]] },
          proposed: { input: proposed === "list" ? ["list", "string"] : ["tuple", ["string"]] },
        },
      }).planned;
    expect(plan("tuple")).toEqual(prior);
    expect(plan("list")).toEqual({ ...prior, output: UNKNOWN });
  });
});

describe("of two providers", () => {
  const both = withBuiltin(createRecordProvider());

  it("the one is asked that a type begins with the name of", async () => {
    expect(await both.import({ type, id: "i" })).toMatchObject({ state: { id: "i", input: null } });
    expect(await both.import({ type: "test_record", id: "record/none" })).toMatchObject({
      state: null,
    });
  });

  it("the schema has the types of both", () => {
    expect(Object.keys(both.schema.resource_schemas)).toEqual(
      expect.arrayContaining(["test_record", "terraform_data"]),
    );
    expect(Object.keys(both.schema.data_source_schemas)).toContain("terraform_remote_state");
  });
});
