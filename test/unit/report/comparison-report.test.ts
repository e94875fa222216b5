import { describe, expect, it } from "vitest";
import type { StackComparison } from "../../../src/model/comparison.js";
import { comparisonReport } from "../../../src/report/comparison-report.js";
import { textOf } from "./sample-changes.js";

const NONE = { survived: 0, unknown: 0, locked: 0, lost: 0 };

const SAME: StackComparison = {
  format: "holdfast.comparison/1",
  scenario: "provider-outage",
  stacks: ["lab", "production"],
  ownNames: [],
  isSameConfiguration: true,
  isSameSurvival: true,
  matched: 9,
  different: [],
  onlyInOne: [],
  survival: {
    counts: [
      { ...NONE, survived: 2 },
      { ...NONE, survived: 2 },
    ],
    different: [],
  },
};

const hosts = ["esx01", "esx02", "esx03", "esx04", "esx05", "esx06"];

const DIFFERENT: StackComparison = {
  ...SAME,
  ...{ isSameConfiguration: false, isSameSurvival: false },
  ownNames: [{ placeholder: "{stack}", names: ["lab", "production"] }],
  different: hosts.map((name) => ({
    ...{ type: "holdfast_host", role: `edge/{stack}-${name}`, matchedBy: "construct" },
    addresses: [`holdfast_host.lab-${name}`, `holdfast_host.production-${name}`],
    attributes: [
      { path: "key_persistence.enabled", values: [true, null] },
      { path: "version", values: ["8.0 U2", "8.0 U3"] },
    ],
  })),
  onlyInOne: [
    {
      ...{ stack: "production", type: "holdfast_virtual_machine", role: "archive" },
      address: "holdfast_virtual_machine.archive",
    },
  ],
  survival: {
    counts: [
      { ...NONE, survived: 2 },
      { ...NONE, survived: 1, locked: 1 },
    ],
    different: [
      {
        workloads: ["vm:vc90/vm/till", "vm:vc01/vm/till"],
        verdicts: ["survived", "locked"],
        sentence: "Locked: key persistence is off.",
      },
    ],
  },
};

const report = (comparison: StackComparison, expand = false) =>
  textOf(comparisonReport(comparison, { width: 80, expand }));

describe("comparisonReport", () => {
  it("says that nothing differs", () => {
    expect(report(SAME)).toMatchInlineSnapshot(`
      "lab and production are declared alike, 9 resources each, and survive
      provider-outage alike.

      Survival of provider-outage (predicted for the settled state)
                    lab  production
        survived      2           2
      "
    `);
  });

  it("shows survival first, then what is declared otherwise, folded", () => {
    expect(report(DIFFERENT)).toMatchInlineSnapshot(`
      "lab and production do not survive provider-outage alike: 1 workload differs. Of
      9 resources in both, 6 are declared otherwise, 1 is in one only.

        Taken for the same: lab and production.

      Survival of provider-outage (predicted for the settled state)
                    lab  production
        survived      2           1
        locked        0           1

        vm:vc90/vm/till / vm:vc01/vm/till
          lab: survived, production: locked
          Locked: key persistence is off.

      Declared otherwise (lab → production)

        holdfast_host: edge/{stack}-esx01, edge/{stack}-esx02, edge/{stack}-esx03,
          edge/{stack}-esx04 and 2 more
          key_persistence.enabled  true → null
          version                  "8.0 U2" → "8.0 U3"

      Only in production
        holdfast_virtual_machine: archive
      "
    `);
  });

  it("shows each on its own with --expand", () => {
    expect(report(DIFFERENT, true).match(/holdfast_host: /g)).toHaveLength(6);
  });
});
