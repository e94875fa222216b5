import { describe, expect, it } from "vitest";
import type { RebootEffect, RebootForecast } from "../../../src/model/reboot.js";
import { rebootReport } from "../../../src/report/reboot-report.js";
import { textOf } from "./sample-changes.js";

const HOST = "vc01/edge/esx01";

const YES: RebootForecast = {
  format: "holdfast.can-reboot/1",
  host: HOST,
  at: "2026-01-01T00:00:00Z",
  while: null,
  isDowntimeAllowed: false,
  verdict: "yes",
  sentence: `Yes: ${HOST} can be rebooted now; its machines are moved away first.`,
  awaySeconds: 600,
  hostAfter: { isUp: true, isCryptoSafe: true, cannotStart: 0 },
  machines: ["a", "b"].map((name) => ({
    machine: `vc01/vm/${name}`,
    workload: name === "a" ? `vm:vc01/vm/${name}` : null,
    ...{ now: HOST, meanwhile: "vc01/edge/esx02", after: "vc01/edge/esx02" },
    ...{ isInterrupted: false, downSeconds: 0 },
  })),
  effects: [],
  first: [],
  afterwards: [],
  inferredRules: [],
};

const LOCKED: Omit<RebootEffect, "machine" | "workload"> = {
  effect: "locks",
  downSeconds: null,
  sentence: "None of its 2 hosts can start it: key persistence is off.",
  reasons: ["PERSISTENCE_OFF"],
};

const NO: RebootForecast = {
  ...YES,
  ...{ while: "provider-down", verdict: "no", sentence: "No: 30 machines would be locked." },
  hostAfter: { isUp: true, isCryptoSafe: false, cannotStart: 30 },
  machines: Array.from({ length: 30 }, (_, i) => ({
    ...{ machine: `vc01/vm/m${i}`, workload: `vm:vc01/vm/m${i}`, now: HOST },
    ...{ meanwhile: null, after: null, isInterrupted: true, downSeconds: null },
  })),
  effects: Array.from({ length: 30 }, (_, i) => ({
    ...LOCKED,
    ...{ machine: `vc01/vm/m${i}`, workload: `vm:vc01/vm/m${i}` },
  })),
  first: [{ step: "Wait until 2026-01-01T00:05:00Z.", isTried: true }],
  afterwards: ["Unlock vc01/vm/m0."],
  inferredRules: ["locked-until-asked"],
};

const report = (forecast: RebootForecast, verbose = false) =>
  textOf(rebootReport(forecast, { width: 80, verbose }));

describe("rebootReport", () => {
  it("says yes, and where the machines would be", () => {
    expect(report(YES)).toMatchInlineSnapshot(`
      "Yes: vc01/edge/esx01 can be rebooted now; its machines are moved away first.

        At 2026-01-01T00:00:00Z of the simulated clock, with everything as it is; a
        proper reboot, the host away for 10 min.

        Machine       Meanwhile  After  Down
        vm:vc01/vm/a  esx02      esx02  -
        vc01/vm/b     esx02      esx02  -
      "
    `);
  });

  it("speaks of one machine and of several that go down", () => {
    const down = (names: readonly string[]) => {
      const effects = names.map((name) => ({
        ...{ ...LOCKED, effect: "goes-down" as const, downSeconds: 60 },
        ...{ machine: `vc01/vm/${name}`, workload: null },
      }));
      return report({ ...YES, effects });
    };
    expect(down(["a"])).toContain("vc01/vm/a: goes down\n");
    expect(down(["a", "b"])).toContain("vc01/vm/a, vc01/vm/b: go down\n");
  });

  it("says no, what would happen to whom, and what to do first; those alike folded", () => {
    expect(report(NO)).toMatchInlineSnapshot(`
      "No: 30 machines would be locked.

        At 2026-01-01T00:00:00Z of the simulated clock, with every key server and
        Trust Authority host unreachable; a proper reboot, the host away for 10 min.

        Machine                    Meanwhile  After  Down
        vm:vc01/vm/m0 and 29 more  down       down   stays down

      What would happen
        vm:vc01/vm/m0, vm:vc01/vm/m1, vm:vc01/vm/m2, vm:vc01/vm/m3 and 26 more: locked
          None of its 2 hosts can start it: key persistence is off.

      vc01/edge/esx01 would come back without keys: 30 encrypted machines of its
      cluster could not start on it then. Ask again before the next host is rebooted.

      What to do first (any one of these; tried on a copy, each makes it a yes)
        - Wait until 2026-01-01T00:05:00Z.

      What someone would have to do afterwards
        - Unlock vc01/vm/m0.

      The answer rests on rules that the vendor's documents do not state:
      locked-until-asked.
      "
    `);
  });

  it("names everyone with --verbose", () => {
    expect(report(NO, true)).toContain("vm:vc01/vm/m29  down");
  });

  it("calls what was not tried by no other name", () => {
    const first = [{ step: "Have its recovery key at hand.", isTried: false }];
    const hostAfter = { isUp: false, isCryptoSafe: false, cannotStart: 0 };
    const text = report({ ...YES, verdict: "no", hostAfter, first });
    expect(text).toContain("would not come back by itself");
    expect(text).toContain("What to do first\n  - Have its recovery key at hand.");
  });

  it("tells machines that are off, restarted at once, or down for a while", () => {
    const [a, b] = YES.machines;
    if (a === undefined || b === undefined) throw new Error("there are two");
    const machines = [
      { ...a, now: null, meanwhile: null, after: null },
      { ...b, isInterrupted: true, downSeconds: 0 },
      { ...b, machine: "vc01/vm/c", isInterrupted: true, downSeconds: 600 },
    ];
    const rows = report({ ...YES, machines })
      .split("\n")
      .filter((line) => /^ {2}v/.test(line));
    expect(rows.map((row) => row.replace(/ {2,}/g, " | "))).toEqual([
      " | vm:vc01/vm/a | off | off | -",
      " | vc01/vm/b | esx02 | esx02 | restarted at once",
      " | vc01/vm/c | esx02 | esx02 | 10 min",
    ]);
  });
});
