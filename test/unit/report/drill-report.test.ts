import { describe, expect, it } from "vitest";
import { drillReport } from "../../../src/report/drill-report.js";
import { textOf } from "./sample-changes.js";
import { closedPath, drillOf, hopOf, workloadOf } from "./sample-survival.js";

const OPTIONS = { width: 80, verbose: false };

describe("drillReport", () => {
  it("says that all survived", () => {
    const result = drillOf([workloadOf("pos", "survived"), workloadOf("badge", "survived")]);
    expect(textOf(drillReport(result, OPTIONS))).toMatchInlineSnapshot(`
      "Survived: all 2 workloads hold fast through provider-outage.

        Outage      72 h
        First loss  none
        Seed        holdfast, estate 5e1f00c0ffee

        Workload          Verdict   Longest down  Starts on
        vm:vc01/vm/pos    survived  12 min        2 of 2 hosts
        vm:vc01/vm/badge  survived  12 min        2 of 2 hosts

      Timeline (hours and minutes since the start)
           02:00  vc01/kms/kms1: vc01/kms/kms1 answers nobody.
        03:00:05  vc01/edge/esx01: vc01/edge/esx01 lost power.
        … and 1 more event (--verbose lists all)
      "
    `);
  });

  it("says who is locked, why hop by hop, when, and what someone must do", () => {
    const result = drillOf([workloadOf("pos", "locked"), workloadOf("badge", "survived")]);
    expect(textOf(drillReport(result, OPTIONS))).toMatchInlineSnapshot(`
      "Not survived: of 2 workloads, provider-outage leaves 1 locked, 1 survived.

        Outage      72 h
        First loss  1 h 30 min after the start
        Recovered   not without someone who acts
        Seed        holdfast, estate 5e1f00c0ffee

        Workload          Verdict   Longest down  Starts on
        vm:vc01/vm/pos    locked    stays down    0 of 2 hosts
        vm:vc01/vm/badge  survived  12 min        2 of 2 hosts

      Why, hop by hop

        vm:vc01/vm/pos: locked
          No host has its home key.
          on vc01/edge/esx01
            closed memory of the host (home key)
               x The host was rebooted and its memory is empty. [CACHE_LOST_ON_REBOOT]
          on vc01/edge/esx02
            closed memory of the host (home key)
               x The host was rebooted and its memory is empty. [CACHE_LOST_ON_REBOOT]

      Timeline (hours and minutes since the start)
           02:00  vc01/kms/kms1: vc01/kms/kms1 answers nobody.
        03:00:05  vc01/edge/esx01: vc01/edge/esx01 lost power.
        … and 1 more event (--verbose lists all)

      What someone must do
         1. Unlock vc01/vm/pos once a key server answers.
      "
    `);
  });

  it("leaves routine events out unless asked for all", () => {
    const result = drillOf([workloadOf("pos", "survived")]);
    expect(textOf(drillReport(result, OPTIONS))).not.toContain("could not ask for a key");
    expect(textOf(drillReport(result, { ...OPTIONS, verbose: true }))).toContain(
      "02:05  vc01 -> vc01/kms/kms1: vCenter vc01 could not ask for a key.",
    );
  });

  it("says once what is the same of several workloads and several events", () => {
    const result = drillOf([workloadOf("pos", "locked"), workloadOf("till", "locked")]);
    const [event] = result.timeline;
    const timeline = ["a", "b"].flatMap((subject) => (event ? [{ ...event, subject }] : []));
    const text = textOf(drillReport({ ...result, timeline }, OPTIONS));
    expect(text).toContain("  vm:vc01/vm/pos, vm:vc01/vm/till: locked");
    expect(text.match(/The host was rebooted/g)).toHaveLength(2);
    expect(text).toContain("02:00  a, b: vc01/kms/kms1 answers nobody.");
  });

  it("stays short with 4,000 workloads and says what it leaves out", () => {
    const workloads = Array.from({ length: 4_000 }, (_, i) => workloadOf(`vm${i}`, "locked"));
    const text = textOf(drillReport(drillOf(workloads), OPTIONS));
    expect(text.split("\n").length).toBeLessThan(120);
    expect(text).toContain("… and 3980 more did not survive (--verbose lists all)");
  });

  it("only counts many survivors", () => {
    const workloads = Array.from({ length: 40 }, (_, i) => workloadOf(`vm${i}`, "survived"));
    const mixed = [...workloads, workloadOf("pos", "locked")];
    const text = textOf(drillReport(drillOf(mixed), OPTIONS));
    expect(text).toContain("vm:vc01/vm/pos  locked");
    expect(text).not.toContain("vm:vc01/vm/vm1");
    expect(text).toContain("… and 40 survived (--verbose lists all)");
  });

  it("shows every hop of every path when asked, one path for keys that are alike", () => {
    const hops = [
      hopOf("vc01/kms/kms1", {
        open: false,
        reason: "PROVIDER_UNREACHABLE",
        sentence: "It answers nobody.",
      }),
      hopOf("vc01"),
    ];
    const courier = { kind: "vcenter-courier", hops } as const;
    const keyPaths = [
      closedPath("vc01/edge/esx01", { ...courier, use: "host" }),
      closedPath("vc01/edge/esx01", { ...courier, use: "home" }),
    ];
    const result = drillOf([{ ...workloadOf("pos", "locked"), keyPaths }]);
    const text = textOf(drillReport(result, { ...OPTIONS, verbose: true }));
    expect(text).toContain("closed key server through vCenter (host key, home key)");
    expect(text).toContain("+ The hop is open. [OK]");
    expect(textOf(drillReport(result, OPTIONS))).not.toContain("+ The hop");
  });

  it("is no wider than 80 columns", () => {
    const result = drillOf([workloadOf("pos", "locked"), workloadOf("badge", "survived")]);
    const lines = textOf(drillReport(result, { ...OPTIONS, verbose: true })).split("\n");
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it("does not call a drill without workloads a failure", () => {
    expect(textOf(drillReport(drillOf([]), OPTIONS))).toContain(
      "Survived: there is no encrypted workload that provider-outage could take",
    );
  });
});
