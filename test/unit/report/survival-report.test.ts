import { describe, expect, it } from "vitest";
import type { SurvivalAssessment } from "../../../src/model/survival.js";
import { survivalReport } from "../../../src/report/survival-report.js";
import { textOf } from "./sample-changes.js";
import { assessmentOf, verdictChangeOf } from "./sample-survival.js";

const report = (parts: Partial<SurvivalAssessment>, expand = false) =>
  textOf(survivalReport(assessmentOf(parts), { width: 80, expand }));

const names = (n: number) => Array.from({ length: n }, (_, i) => `vm${i + 1}`);

describe("survivalReport", () => {
  it("says first how many no longer survive, then each with the reason", () => {
    const worsened = [verdictChangeOf("pos"), verdictChangeOf("badge")];
    expect(report({ worsened })).toMatchInlineSnapshot(`
      "Survival of provider-outage (predicted for the settled state)

        These 2 workloads no longer survive provider-outage:

          vm:vc01/vm/pos: survived → locked
          vm:vc01/vm/badge: survived → locked
            Both hosts lose their keys when they lose power, and neither has stored
            them, so that no host can start it.
      "
    `);
  });

  it("speaks of one workload in the singular", () => {
    expect(report({ worsened: [verdictChangeOf("pos")] })).toContain(
      "This workload no longer survives provider-outage:",
    );
  });

  it("folds workloads that are worse off for the same reasons", () => {
    const worsened = names(40).map((name) => verdictChangeOf(name));
    expect(report({ worsened })).toMatchInlineSnapshot(`
      "Survival of provider-outage (predicted for the settled state)

        These 40 workloads no longer survive provider-outage:

          vm:vc01/vm/vm1: survived → locked
          vm:vc01/vm/vm2: survived → locked
          vm:vc01/vm/vm3: survived → locked
          vm:vc01/vm/vm4: survived → locked
            Both hosts lose their keys when they lose power, and neither has stored
            them, so that no host can start it.

          and 36 more survived → locked for the same reasons: vm:vc01/vm/vm5,
          vm:vc01/vm/vm6, vm:vc01/vm/vm7 and 33 more (--expand lists all)
      "
    `);
    const text = report({ worsened }, true);
    for (const name of names(40)) expect(text).toContain(`vm:vc01/vm/${name}: survived`);
  });

  it.each([
    [{ after: [] }, "No encrypted workload is declared, so none can be lost."],
    [
      { before: [{ workload: "vm:a", verdict: "survived" as const }] },
      "This plan destroys every encrypted workload there is (1) on purpose: none is",
    ],
    [
      { after: [{ workload: "vm:a", verdict: "survived" as const }] },
      "The one workload survives provider-outage.",
    ],
    [
      {
        after: [
          { workload: "vm:a", verdict: "survived" as const },
          { workload: "vm:b", verdict: "locked" as const },
        ],
      },
      "This plan makes no workload worse off; 1 of 2 survive provider-outage.",
    ],
  ])("says that nothing is lost: %#", (parts, sentence) => {
    expect(report(parts)).toContain(sentence);
  });

  it("shows waived findings apart, with who answers for them", () => {
    const finding = {
      code: "FC-37",
      severity: "warning" as const,
      subject: "vc01/edge/esx01",
      sentence: "It persists keys and stands where physical access is not controlled.",
      remedy: "Turn it off there.",
    };
    const waiver = {
      name: "w",
      owner: "site team",
      reason: "The doors are being fitted.",
      until: "2030-01-01T00:00:00Z",
    };
    const text = report({
      findings: [
        { ...finding, waiver },
        { ...finding, subject: "vc01/edge/esx02" },
        { ...finding, subject: "vc01/edge/esx03", waiver },
      ],
    });
    expect(text).toMatchInlineSnapshot(`
      "Survival of provider-outage (predicted for the settled state)

        No encrypted workload is declared, so none can be lost.

        Findings:
          warning FC-37
            vc01/edge/esx02: It persists keys and stands where physical access is not
            controlled. Turn it off there.

        Waived findings:
          waived FC-37
            vc01/edge/esx01: It persists keys and stands where physical access is not
            controlled. The same of vc01/edge/esx03. Waived by site team until
            2030-01-01T00:00:00Z: The doors are being fitted.
      "
    `);
  });

  it("shows improvements, floors, findings, and from when the estate is safe", () => {
    const text = report({
      improved: [
        verdictChangeOf("pos", {
          from: "locked",
          to: "survived",
          sentence: "Its keys are stored.",
        }),
      ],
      after: [{ workload: "vm:vc01/vm/pos", verdict: "survived" }],
      brokenFloors: [
        {
          floor: "holdfast_survival_floor.site",
          scenario: "wan-partition",
          maxLost: 0,
          lost: ["vm:vc01/vm/a", "vm:vc01/vm/b"],
          reason: "the tills must work",
        },
      ],
      findings: ["esx01", "esx02"].map((host) => ({
        code: "FC-12",
        severity: "warning" as const,
        subject: `vc01/edge/${host}`,
        sentence: "Its recovery key is kept nowhere.",
        remedy: "Write it down with esxcli system settings encryption recovery list.",
      })),
      safeAfterSeconds: 3_900,
      prefixes: "every",
    });
    expect(text).toMatchInlineSnapshot(`
      "Survival of provider-outage (predicted for the settled state)

        The one workload survives provider-outage.

        Better off:

          vm:vc01/vm/pos: locked → survived
            Its keys are stored.

        Broken survival floor:
          holdfast_survival_floor.site (wan-partition)
            It allows no workload to be lost, and 2 would be: vm:vc01/vm/a,
            vm:vc01/vm/b. Declared reason: the tills must work

        Findings:
          warning FC-12
            vc01/edge/esx01: Its recovery key is kept nowhere. The same of
            vc01/edge/esx02. Write it down with esxcli system settings encryption
            recovery list.

        The estate is not safe at once: only 1 h 5 min after the apply are all keys
        where they must be.

        Judged for every way in which the apply could stop half way.
      "
    `);
  });
});
