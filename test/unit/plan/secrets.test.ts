// Secrets: a canary in every place where one may be given comes out nowhere but at the provider.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ApplyEvent, applyPlan } from "../../../src/apply/apply-plan.js";
import type { Value } from "../../../src/model/value.js";
import { planToJson } from "../../../src/plan/plan-json.js";
import { encodeSavedPlan, makeSavedPlan } from "../../../src/plan/saved-plan.js";
import { stateToJson } from "../../../src/plan/state-json.js";
import { createLocalStateStore } from "../../../src/state/local-state-store.js";
import { createStack } from "../../support/applying.js";
import {
  buildConfiguration,
  type ConfigurationInput,
  type Input,
  ref,
  template,
} from "../../support/build-configuration.js";
import { planOf } from "../../support/planning.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const CANARY = "canary-5f1b";
const FORMS = [CANARY, Buffer.from(CANARY).toString("base64"), Buffer.from(CANARY).toString("hex")];

function expectNoCanary(text: string): void {
  for (const form of FORMS) expect(text).not.toContain(form);
}

const variables = {
  given: { sensitive: true },
  fallback: { sensitive: true, default: CANARY },
  open: {},
  passing: { ephemeral: true },
};

const INVALID_USE = "Invalid use of ephemeral value";

const withSecret = (secret: Input, version: number, name = "a"): ConfigurationInput => ({
  resources: { "test_record.a": { attributes: { name, secret, secret_version: version } } },
  locals: { derived: template("p-", ref("var.given")) },
  variables,
});

const VALUES: { readonly [name: string]: Value } = {
  given: CANARY,
  open: "open",
  passing: CANARY,
};

describe("a secret", () => {
  it.each([
    ["a variable", ref("var.given"), CANARY],
    ["a default", ref("var.fallback"), CANARY],
    ["what is made of one", ref("local.derived"), `p-${CANARY}`],
    ["an ephemeral variable", ref("var.passing"), CANARY],
  ])("from %s reaches the provider and nothing else", async (_, secret, received) => {
    const root = temporaryFolder();
    const store = createLocalStateStore({ root, path: "s.tfstate", isAlive: () => true });
    const stack = createStack(store);
    const input = withSecret(secret, 1);
    const configuration = buildConfiguration(input);
    const plan = await stack.plan(input, {}, { variables: VALUES });
    const state = await stack.state();
    const saved = makeSavedPlan({
      toolVersion: "1",
      plan,
      configuration,
      variables: VALUES,
      state,
    });
    expectNoCanary(encodeSavedPlan(saved));
    const { schema } = stack.provider;
    const shown = {
      plan,
      configuration,
      variables: VALUES,
      schema,
      timestamp: "2026-01-01T00:00:00Z",
    };
    expectNoCanary(JSON.stringify(planToJson(shown)));
    expectNoCanary(JSON.stringify(plan));
    const events: ApplyEvent[] = [];
    // The journal is looked at while it is there.
    const onEvent = (event: ApplyEvent) => {
      events.push(event);
      for (const file of readdirSync(root)) expectNoCanary(readFileSync(join(root, file), "utf8"));
    };
    const result = await stack.apply(input, {}, { variables: VALUES, onEvent });
    expect(result.diagnostics).toEqual([]);
    expect(stack.provider.secrets.get("record/a")).toBe(received);
    expectNoCanary(JSON.stringify([result.results, events, result.state.outputs]));
    expectNoCanary(JSON.stringify(stateToJson(result.state, schema)));
    for (const file of readdirSync(root)) expectNoCanary(readFileSync(join(root, file), "utf8"));
    expect(readdirSync(root).sort()).toEqual(["s.tfstate"]);
  });

  it("is sent again only when its version changes", async () => {
    const stack = createStack();
    const rest = (given: string) => ({ variables: { ...VALUES, given } });
    await stack.apply(withSecret(ref("var.given"), 1), {}, rest("first"));
    await stack.apply(withSecret(ref("var.given"), 1), {}, rest("second"));
    expect(stack.provider.secrets.get("record/a")).toBe("first");
    await stack.apply(withSecret(ref("var.given"), 2), {}, rest("third"));
    expect(stack.provider.secrets.get("record/a")).toBe("third");
  });

  it("is named in a saved plan, to be asked for again, and applied from there", async () => {
    const stack = createStack();
    const input = withSecret(ref("var.given"), 1);
    const configuration = buildConfiguration(input);
    const plan = await stack.plan(input, {}, { variables: VALUES });
    const state = await stack.state();
    const made = { toolVersion: "1", plan, configuration, variables: VALUES, state };
    const saved = makeSavedPlan(made);
    expect(saved.sensitiveVariables).toEqual(["given", "fallback"]);
    expect(saved.ephemeralVariables).toEqual(["passing"]);
    const none = makeSavedPlan({ ...made, given: { given: "x" } });
    expect(none.ephemeralVariables).toEqual([]);
    expect(saved.variables).toEqual({ open: "open" });
    expectNoCanary(encodeSavedPlan(saved));
    const base = {
      ...stack,
      plan,
      state,
      configuration,
      readRemoteState: async () => ({ outputs: undefined, diagnostics: [] }),
    };
    const missing = await applyPlan({ ...base, variables: saved.variables });
    const summary = "No value for a required variable";
    expect(missing.diagnostics).toMatchObject([{ summary }, { summary }]);
    expect(stack.provider.log).toEqual([]);
  });

  it.each([
    ["a literal", withSecret(CANARY, 1), "Secret that is not from a sensitive variable"],
    [
      "a variable that is not sensitive",
      withSecret(ref("var.open"), 1),
      "Secret that is not from a sensitive variable",
    ],
    [
      "a literal where nothing is made",
      { resources: { "test_record.a": { count: 0, attributes: { name: "a", secret: CANARY } } } },
      "Secret that is not from a sensitive variable",
    ],
    [
      "a stored attribute",
      {
        ...withSecret(null, 1),
        resources: { "test_record.a": { attributes: { name: "a", value: ref("var.given") } } },
      },
      "Sensitive value in an attribute that is stored",
    ],
    [
      "a part of a stored attribute",
      {
        ...withSecret(null, 1),
        resources: {
          "test_record.a": { attributes: { name: "a", labels: { x: ref("local.derived") } } },
        },
      },
      "Sensitive value in an attribute that is stored",
    ],
    [
      "a nested attribute",
      {
        ...withSecret(null, 1),
        resources: {
          "test_record.a": { attributes: { name: "a", parts: [{ name: ref("var.given") }] } },
        },
      },
      "Sensitive value in an attribute that is stored",
    ],
    ...(["value", "labels", "parts"] as const).map((name): [string, ConfigurationInput, string] => {
      const secret = ref("var.passing");
      const value = { value: secret, labels: { x: secret }, parts: [{ name: secret }] }[name];
      const resources = { "test_record.a": { attributes: { name: "a", [name]: value } } };
      const input = { ...withSecret(null, 1), resources };
      return [`the stored attribute ${name}, if it is ephemeral`, input, INVALID_USE];
    }),
    [
      "an output, if it is ephemeral",
      { variables, outputs: { o: ref("var.passing") } },
      "Ephemeral value not allowed",
    ],
    ...(["count", "forEach"] as const).map((name): [string, ConfigurationInput, string] => {
      const record = { attributes: { name: "a" }, [name]: ref("var.passing") };
      const input = { ...withSecret(null, 1), resources: { "test_record.a": record } };
      const argument = name === "count" ? "count" : "for_each";
      return [`${argument}, if it is ephemeral`, input, `Invalid ${argument} argument`];
    }),
    ["an output", { variables, outputs: { o: ref("var.given") } }, "Sensitive output"],
    [
      "a part of an output",
      { variables, outputs: { o: [1, ref("var.given")] } },
      "Sensitive output",
    ],
    ["a marked output", { outputs: { o: { sensitiveValue: "x" } } }, "Sensitive output"],
    [
      "the id of an import",
      { ...withSecret(null, 1), imports: { "test_record.a": ref("var.given") } },
      "Invalid import id",
    ],
    [
      "the id of an import, if it is ephemeral",
      { ...withSecret(null, 1), imports: { "test_record.a": ref("var.passing") } },
      "Invalid import id",
    ],
  ] as [string, ConfigurationInput, string][])("is refused in %s", async (_, input, summary) => {
    const { plan, diagnostics } = await planOf(input, { variables: { ...VALUES } });
    expect(diagnostics.map((d) => d.summary)).toEqual([summary]);
    expect(plan).toBeUndefined();
    expectNoCanary(JSON.stringify(diagnostics));
  });
});
