// What becomes of conditions and checks, in a plan and in an apply. That Terraform says the same of them is held in
// test/e2e/plan/checks-against-terraform.test.ts.

import { describe, expect, it } from "vitest";
import type { CheckResult } from "../../../src/model/check.js";
import { createCheckLedger } from "../../../src/plan/check-ledger.js";
import { decodePlan, encodePlan } from "../../../src/plan/encode-plan.js";
import { decodeState } from "../../../src/state/decode-state.js";
import { encodeState } from "../../../src/state/encode-state.js";
import { createStack, type Stack } from "../../support/applying.js";
import {
  buildConfiguration,
  type ConfigurationInput,
  call,
  expression,
  type Input,
  ref,
} from "../../support/build-configuration.js";
import { actions, planOf, recordOf } from "../../support/planning.js";
import { createRecordProvider } from "../../support/record-provider.js";

const LOOKUP = "data.test_record.theirs";
const isOneOf = (allowed: Input, of: Input, message = "no") => ({
  condition: call("contains", [allowed], of),
  errorMessage: expression(message),
  source: {},
  messageSource: {},
});
const record = (value: string, more: object = {}) => ({
  "test_record.a": { attributes: { name: "a", value }, ...more },
});
const lookingUp = (...assertions: ReturnType<typeof isOneOf>[]): ConfigurationInput => ({
  resources: { ...record("v"), [LOOKUP]: { attributes: { name: "theirs" }, check: "theirs" } },
  checks: { theirs: { data: LOOKUP, assertions } },
});

function besideTheirs(value: string): Stack {
  const provider = createRecordProvider();
  provider.records.set("record/theirs", recordOf("theirs", { value }));
  return createStack(undefined, provider);
}

/** `ADDRESS STATUS [PROBLEMS]` of each object. */
function described(checks: readonly CheckResult[] = []): readonly string[] {
  return checks.flatMap(({ objects, address, status }) =>
    objects === undefined
      ? [`${address} ${status}, objects unknown`]
      : objects.map((o) => [o.address, o.status, ...o.problems].join(" ")),
  );
}

describe("an assertion", () => {
  const input = (value: string): ConfigurationInput => ({
    resources: record(value),
    checks: {
      now: { assertions: [isOneOf("v", ref("test_record.a.value"), "the value is not v")] },
      later: { assertions: [isOneOf(1, ref("test_record.a.revision"), "another revision")] },
    },
  });

  it("that does not hold is a warning, in the plan and after apply", async () => {
    const { plan, diagnostics } = await planOf(input("w"));
    const broken = { address: "check.now", severity: "warning", detail: "the value is not v" };
    expect(diagnostics).toMatchObject([
      {
        address: "check.later",
        severity: "warning",
        summary: expect.stringContaining("known after"),
      },
      broken,
    ]);
    expect(described(plan?.checks)).toEqual([
      "check.later unknown",
      "check.now fail the value is not v",
    ]);
    const stack = createStack();
    const applied = await stack.apply(input("w"));
    expect(applied.diagnostics).toMatchObject([broken]);
    expect(described(applied.state.checks)).toEqual([
      "check.later pass",
      "check.now fail the value is not v",
    ]);
    expect(actions(await stack.plan(input("w")))).toEqual([]);
  });

  it("is kept by saved plans and by the state", async () => {
    const stack = createStack();
    const plan = await stack.plan(input("w"));
    expect(decodePlan(JSON.parse(JSON.stringify(encodePlan(plan)))).checks).toEqual(plan.checks);
    const { state } = await stack.apply(input("w"));
    expect(decodeState(encodeState(state), "x").state?.checks).toEqual(state.checks);
  });

  it("is not asked where a target leaves out what it is about", async () => {
    const { plan } = await planOf(
      {
        ...input("w"),
        resources: { ...record("w"), "test_record.b": { attributes: { name: "b" } } },
      },
      { options: { targets: ["test_record.b"] } },
    );
    expect(described(plan?.checks)).toEqual([
      "check.later unknown, objects unknown",
      "check.now unknown, objects unknown",
    ]);
  });
});

describe("the data source of a check", () => {
  const holds = isOneOf("v", ref(`${LOOKUP}.value`), "theirs is not v");

  it("is read by the plan and again by apply, after everything else", async () => {
    const stack = besideTheirs("v");
    const plan = await stack.plan(lookingUp(holds));
    expect(actions(plan)).toEqual([
      `${LOOKUP} read read_because_check_nested`,
      "test_record.a create",
    ]);
    expect(described(plan.checks)).toEqual(["check.theirs pass"]);
    stack.provider.records.set("record/theirs", recordOf("theirs", { value: "w" }));
    const started: string[] = [];
    const { diagnostics, state } = await stack.apply(
      lookingUp(holds),
      {},
      {
        plan,
        onEvent: ({ kind, address }) => kind === "started" && started.push(address),
      },
    );
    expect(started).toEqual(["test_record.a", LOOKUP]);
    expect(diagnostics).toMatchObject([{ severity: "warning", detail: "theirs is not v" }]);
    expect(described(state.checks)).toEqual(["check.theirs fail theirs is not v"]);
  });

  it("that cannot be read fails the check and nothing else", async () => {
    const stack = createStack();
    const { state, results, diagnostics } = await stack.apply(lookingUp(holds));
    expect(diagnostics).toMatchObject([{ address: LOOKUP, severity: "warning" }]);
    expect(results).toMatchObject([{ status: "done" }, { status: "done" }]);
    expect(described(state.checks)[0]).toMatch(/^check\.theirs fail .+: .+/);
    expect(state.instances.get(LOOKUP)?.attributes).toMatchObject({ name: "theirs", value: null });
  });

  it("is not read where something else was not carried out", async () => {
    const stack = besideTheirs("v");
    const broken = { postconditions: [isOneOf("w", ref("self.token"), "not w")] };
    const input: ConfigurationInput = {
      ...lookingUp(holds),
      resources: { ...lookingUp(holds).resources, ...record("v", { lifecycle: broken }) },
    };
    const { state, results } = await stack.apply(input);
    expect(results).toMatchObject([
      { address: LOOKUP, status: "not-started" },
      { address: "test_record.a", status: "failed" },
    ]);
    expect(described(state.checks)).toContain("check.theirs unknown");
  });
});

describe("conditions in a refresh", () => {
  it("are told as warnings", async () => {
    const stack = createStack();
    await stack.apply({ resources: record("v") });
    const lifecycle = { postconditions: [isOneOf("w", ref("self.value"), "not w")] };
    const { plan, diagnostics } = await planOf(
      { resources: record("v", { lifecycle }) },
      { state: await stack.state(), provider: stack.provider, options: { mode: "refresh-only" } },
    );
    expect(diagnostics).toMatchObject([{ severity: "warning", detail: "not w" }]);
    expect(described(plan?.checks)).toEqual(["test_record.a fail not w"]);
  });
});

describe("the ledger", () => {
  const configuration = buildConfiguration({
    resources: {
      "test_record.a": {
        lifecycle: {
          preconditions: [isOneOf("x", "x"), isOneOf("x", "x")],
          postconditions: [isOneOf("x", "x")],
        },
      },
    },
  });
  const of = "test_record.a";

  it("takes the worst of what an object's conditions say", () => {
    const statusAfter = (...statuses: ("pass" | "fail" | "error" | "unknown")[]) => {
      const ledger = createCheckLedger(configuration);
      ledger.expect(of, [of]);
      const [post = "pass", ...pre] = statuses;
      ledger.note(
        { of, object: of },
        "precondition",
        pre.map((status) => ({ status })),
      );
      ledger.note({ of, object: of }, "postcondition", [{ status: post }]);
      return ledger.results()?.[0]?.status;
    };
    expect(statusAfter("pass", "pass", "pass")).toBe("pass");
    expect(statusAfter("unknown", "pass", "pass")).toBe("unknown");
    expect(statusAfter("unknown", "fail", "pass")).toBe("fail");
    expect(statusAfter("error", "fail", "unknown")).toBe("error");
  });

  it("knows nothing of what was not expected, and passes what has no objects", () => {
    const ledger = createCheckLedger(configuration);
    ledger.note({ of, object: of }, "precondition", [{ status: "fail" }]);
    expect(ledger.results()).toEqual([{ kind: "resource", address: of, status: "unknown" }]);
    ledger.expect(of, []);
    expect(ledger.results()).toEqual([
      { kind: "resource", address: of, status: "pass", objects: [] },
    ]);
  });

  it("has no results where nothing has conditions", () => {
    expect(createCheckLedger(buildConfiguration({})).results()).toBeUndefined();
  });
});
