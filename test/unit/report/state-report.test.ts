import { describe, expect, it } from "vitest";
import { parseInstance } from "../../../src/model/address.js";
import { emptyState, type State, type StateInstance } from "../../../src/model/state.js";
import {
  matchInstances,
  outputsReport,
  stateAddresses,
  stateReport,
} from "../../../src/report/state-report.js";
import { OPTIONS, textOf } from "./sample-changes.js";

const instance = (address: string, id: string): readonly [string, StateInstance] => [
  address,
  {
    address: parseInstance(address) ?? {
      resource: { mode: "managed", type: "", name: "" },
      key: undefined,
    },
    schemaVersion: 0,
    attributes: { id, name: id, user_name: null, password: "canary", password_version: 1 },
    dependencies: [],
  },
];

const STATE: State = {
  ...emptyState("l"),
  instances: new Map([
    instance("holdfast_standard_key_provider.kms[0]", "vc01/kp/a"),
    instance("holdfast_standard_key_provider.kms[1]", "vc01/kp/b"),
  ]),
  outputs: {
    plain: { value: ["a", 1], type: "dynamic" },
    secret: { value: "canary", type: "string", sensitive: true },
  },
};

describe("stateReport", () => {
  it("shows objects and outputs, and nothing sensitive", () => {
    const text = textOf(stateReport(STATE, OPTIONS));
    expect(text).not.toContain("canary");
    expect(text).toMatchInlineSnapshot(`
      "# holdfast_standard_key_provider.kms[0]:
      resource "holdfast_standard_key_provider" "kms" {
          id               = "vc01/kp/a"
          name             = "vc01/kp/a"
          password_version = 1
      }

      # holdfast_standard_key_provider.kms[1]:
      resource "holdfast_standard_key_provider" "kms" {
          id               = "vc01/kp/b"
          name             = "vc01/kp/b"
          password_version = 1
      }

      Outputs:

        plain  = [
            "a",
            1,
        ]
        secret = (sensitive value)
      "
    `);
  });

  it("says when there is nothing", () => {
    expect(textOf(stateReport(emptyState("l"), OPTIONS))).toBe("The state is empty.\n");
    expect(textOf(outputsReport({}, OPTIONS))).toBe("");
  });

  it("lists outputs that the program declares, not those between its stacks", () => {
    const output = { value: "vc01", type: "string" } as const;
    const outputs = { "cross-stack-output-holdfast_vcentervcid": output, site: output };
    expect(textOf(outputsReport(outputs, OPTIONS))).toBe('  site = "vc01"\n');
  });

  it("finds objects by id, by instance and by resource", () => {
    expect(stateAddresses(STATE, "vc01/kp/b")).toEqual(["holdfast_standard_key_provider.kms[1]"]);
    expect(matchInstances(STATE, "holdfast_standard_key_provider.kms[1]")).toHaveLength(1);
    expect(matchInstances(STATE, "holdfast_standard_key_provider.kms")).toHaveLength(2);
    expect(matchInstances(STATE, "holdfast_host.kms")).toEqual([]);
  });

  it("finds with an instance what is deposed of it, and that alone by its key", () => {
    const [, current] = instance("holdfast_host.esx01", "vc01/edge/esx01");
    const [, other] = instance("holdfast_host.esx02", "vc01/edge/esx02");
    const key = "holdfast_host.esx01 (deposed 0011aabb)";
    const instances = new Map([
      ["holdfast_host.esx01", current],
      [key, { ...current, deposed: "0011aabb" }],
      ["holdfast_host.esx02", other],
    ]);
    const state: State = { ...emptyState("l"), instances };
    expect(matchInstances(state, "holdfast_host.esx01")).toEqual(["holdfast_host.esx01", key]);
    expect(matchInstances(state, key)).toEqual([key]);
  });
});

describe("an output that is longer than a line", () => {
  it("stays in one piece, as it is copied", () => {
    const value = `${"ssh root@esx01 then  esxcli ".repeat(5)}end`;
    const lines = outputsReport({ how: { value, type: "string" } }, { width: 40 });
    expect(textOf(lines)).toContain(JSON.stringify(value));
  });
});
