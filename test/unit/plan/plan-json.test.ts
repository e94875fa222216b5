import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/model/json.js";
import { sensitive, UNKNOWN } from "../../../src/model/value.js";
import { decodePlan, encodePlan } from "../../../src/plan/encode-plan.js";
import { knownPart, sensitiveMask, unknownMask } from "../../../src/plan/json-masks.js";
import { planToJson } from "../../../src/plan/plan-json.js";
import { stateToJson } from "../../../src/plan/state-json.js";
import { createStack } from "../../support/applying.js";
import {
  buildConfiguration,
  type ConfigurationInput,
  call,
  ref,
  template,
} from "../../support/build-configuration.js";
import { planOf } from "../../support/planning.js";
import { createRecordProvider, RECORD_ATTRIBUTES } from "../../support/record-provider.js";

const BEFORE: ConfigurationInput = {
  resources: {
    "test_record.a": { attributes: { name: "a", labels: { k: "v" } } },
    "test_record.b": {
      attributes: { name: template("b", ref("count.index")), links: [ref("test_record.a.id")] },
      count: 2,
    },
  },
  outputs: { token: ref("test_record.a.token") },
};

const AFTER: ConfigurationInput = {
  resources: {
    "test_record.a": { attributes: { name: "a2", labels: { k: "v" }, parts: [{ name: "p" }] } },
    "test_record.b": {
      attributes: {
        name: template("b", ref("count.index")),
        links: [ref("test_record.a.id")],
        value: ref("var.open"),
      },
      count: 1,
      dependsOn: ["test_record.a"],
    },
  },
  variables: { open: { default: "o" }, secret: { sensitive: true, default: "s" } },
  outputs: { token: ref("test_record.a.token"), count: call("length", ref("test_record.b")) },
};

describe("planToJson", () => {
  it("is Terraform's format 1.2", async () => {
    const stack = createStack();
    await stack.apply(BEFORE);
    const plan = await stack.plan(AFTER);
    const json = planToJson({
      plan,
      configuration: buildConfiguration(AFTER),
      variables: {},
      schema: stack.provider.schema,
      timestamp: "2026-01-01T00:00:00Z",
    });
    expect(json).toMatchSnapshot();
    expect(Object.keys(json)).toEqual([
      "format_version",
      "terraform_version",
      "variables",
      "planned_values",
      "resource_changes",
      "output_changes",
      "prior_state",
      "configuration",
      "relevant_attributes",
      "timestamp",
      "applyable",
      "complete",
      "errored",
    ]);
  });

  it("has secret variables and their defaults only where they are asked for", async () => {
    const input = {
      variables: { given: { sensitive: true }, secret: { sensitive: true, default: "s" } },
    };
    const variables = { given: sensitive("g") };
    const { plan } = await planOf(input, { variables });
    const shown = (showsSensitive: boolean) => {
      if (plan === undefined) throw new Error("there is no plan");
      const configuration = buildConfiguration(input);
      const json = planToJson({
        plan,
        configuration,
        variables,
        schema: createRecordProvider().schema,
        timestamp: "2026-01-01T00:00:00Z",
        showsSensitive,
      });
      return [json.variables, (json.configuration as JsonObject).root_module];
    };
    expect(shown(false)).toEqual([
      undefined,
      { variables: { given: { sensitive: true }, secret: { sensitive: true } } },
    ]);
    expect(shown(true)).toEqual([
      { given: { value: "g" }, secret: { value: "s" } },
      { variables: { given: { sensitive: true }, secret: { default: "s", sensitive: true } } },
    ]);
  });

  it("has all that was before, also what a target leaves out", async () => {
    const stack = createStack();
    await stack.apply({ ...BEFORE, outputs: { o: [1, "a"] } });
    const input = { ...BEFORE, outputs: { o: "text" } };
    const made = await stack.plan(input, { targets: ["test_record.a"] });
    const json = planToJson({
      // As a saved plan is read again.
      plan: decodePlan(JSON.parse(JSON.stringify(encodePlan(made)))),
      configuration: buildConfiguration(input),
      variables: {},
      schema: stack.provider.schema,
      timestamp: "2026-01-01T00:00:00Z",
    });
    expect(json.output_changes).toBeUndefined();
    expect(json).toMatchObject({
      resource_changes: [{ address: "test_record.a" }],
      prior_state: {
        values: {
          outputs: { o: { type: ["tuple", ["number", "string"]], value: [1, "a"] } },
          root_module: {
            resources: [
              { address: "test_record.a" },
              { address: "test_record.b[0]", depends_on: ["test_record.a"] },
              { address: "test_record.b[1]" },
            ],
          },
        },
      },
      complete: false,
    });
  });

  it("leaves out what is empty", async () => {
    const stack = createStack();
    const plan = await stack.plan({});
    const json = planToJson({
      plan: { ...plan, errored: true },
      configuration: buildConfiguration({}),
      variables: {},
      schema: stack.provider.schema,
      timestamp: "2026-01-01T00:00:00Z",
    });
    expect(json).toEqual({
      format_version: "1.2",
      terraform_version: "1.11.4",
      planned_values: { root_module: {} },
      configuration: { root_module: {} },
      timestamp: "2026-01-01T00:00:00Z",
      applyable: false,
      complete: true,
      errored: true,
    });
  });
});

describe("stateToJson", () => {
  it("is Terraform's format 1.0", async () => {
    const stack = createStack();
    stack.provider.failures.set("create record/b1", "partial");
    const { state } = await stack.apply(BEFORE);
    expect(stateToJson(state, stack.provider.schema)).toMatchSnapshot();
  });
});

describe("masks", () => {
  it("mirror a value as Terraform's do", () => {
    const value = {
      id: UNKNOWN,
      labels: ["a", "b"],
      policy: { x: "y" },
      rule: [{ k: "v" }],
      member: [],
      none: null,
      partly: [UNKNOWN, "a"],
    };
    expect(unknownMask(value)).toEqual({
      id: true,
      labels: [false, false],
      policy: {},
      rule: [{}],
      member: [],
      partly: [true, false],
    });
    expect(knownPart(value)).toEqual({
      labels: ["a", "b"],
      policy: { x: "y" },
      rule: [{ k: "v" }],
      member: [],
      none: null,
      partly: [null, "a"],
    });
    expect(unknownMask({ a: [1] })).toEqual({});
    expect(unknownMask(null)).toEqual({});
    const record = { secret: null, labels: { a: "x" }, parts: [{ name: "p" }], disk: null };
    expect(sensitiveMask(RECORD_ATTRIBUTES, record)).toEqual({
      secret: true,
      labels: {},
      parts: [{}],
    });
    expect(sensitiveMask(RECORD_ATTRIBUTES, null)).toBe(false);
  });
});
