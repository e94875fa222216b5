import { describe, expect, it } from "vitest";
import { type ExplainedWorkload, explainReport } from "../../../src/report/explain-report.js";
import { textOf } from "./sample-changes.js";
import { closedPath, hopOf } from "./sample-survival.js";

const HOST = "vc01/edge/esx01";

const open = closedPath(HOST, {
  kind: "host-stored",
  open: true,
  hops: [hopOf(HOST, { sentence: "The host is up." }), hopOf("TPM", { sentence: "It unseals." })],
});

const EXPLAINED: ExplainedWorkload = {
  workload: "vm:vc01/vm/pos",
  verdict: "survived",
  reasons: ["KEY_STORED"],
  scenario: "provider-outage",
  description: "Every key server is unreachable for 72 hours.",
  sentence: "Survives: its keys are stored on the host.",
  settled: [open, { ...open, use: "host" }],
  effects: [
    {
      atSeconds: 3_600,
      event: `${HOST} loses power`,
      closed: [closedPath(HOST), closedPath(HOST, { use: "host" })],
      opened: [open],
    },
  ],
  atEnd: [closedPath(HOST), open],
};

describe("explainReport", () => {
  it("tells where keys come from, what each fault does to that, and what is left", () => {
    const text = textOf(explainReport(EXPLAINED, { width: 80, verbose: false }));
    expect(text).toMatchInlineSnapshot(`
      "vm:vc01/vm/pos: survived in provider-outage
        Every key server is unreachable for 72 hours. Survives: its keys are stored on
        the host.

      Before the first fault
          on vc01/edge/esx01
            open   keys stored on the host (home key, host key)
               + It unseals. [OK]

      What each fault does to its key paths
        01:00  vc01/edge/esx01 loses power
               closes memory of the host on vc01/edge/esx01 (home key, host key): The
                      host was rebooted and its memory is empty.
                      [CACHE_LOST_ON_REBOOT]
               opens  keys stored on the host on vc01/edge/esx01 (home key)

      At the end of the outage
          on vc01/edge/esx01
            closed memory of the host (home key)
               x The host was rebooted and its memory is empty. [CACHE_LOST_ON_REBOOT]
            open   keys stored on the host (home key)
               + It unseals. [OK]
      "
    `);
  });

  it("lists a fault that closes nothing by itself", () => {
    const event = "vc01/kms/kms-a is unreachable";
    const effects = [{ atSeconds: 0, event, closed: [], opened: [] }];
    const text = textOf(explainReport({ ...EXPLAINED, effects }, { width: 80, verbose: false }));
    expect(text).toContain(`  00:00  ${event}: closes no key path by itself\n`);
  });

  it("says when no fault touches anything", () => {
    const text = textOf(
      explainReport({ ...EXPLAINED, effects: [] }, { width: 80, verbose: false }),
    );
    expect(text).toContain("What each fault does to its key paths\n    Nothing.");
  });
});
