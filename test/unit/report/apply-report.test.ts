import { describe, expect, it } from "vitest";
import { type AppliedChange, applyReport, countDone } from "../../../src/report/apply-report.js";
import { textOf } from "./sample-changes.js";

const OPTIONS = {
  ...{ width: 80, stack: "edge", isOneOfSeveral: false },
  ...{ isDestroy: false, wasInterrupted: false, isSavedPlan: false },
};

const done = (address: string, action: AppliedChange["action"] = "create"): AppliedChange => ({
  address,
  action,
  status: "done",
});

describe("applyReport", () => {
  it("counts what was done, a replacement twice", () => {
    const results = [
      done("a"),
      done("b", "update"),
      done("c", "delete"),
      done("d", "create-then-delete"),
    ];
    expect(countDone(results)).toEqual({ added: 2, changed: 1, destroyed: 2 });
    expect(textOf(applyReport(results, OPTIONS))).toBe(
      "Apply complete! Resources: 2 added, 1 changed, 2 destroyed.\n",
    );
  });

  it("names the stack where there are several", () => {
    const several = { ...OPTIONS, isOneOfSeveral: true };
    expect(textOf(applyReport([done("a")], several))).toBe(
      "Apply of stack edge complete! Resources: 1 added, 0 changed, 0 destroyed.\n",
    );
    expect(textOf(applyReport([done("a", "delete")], { ...several, isDestroy: true }))).toBe(
      "Destroy of stack edge complete! Resources: 1 destroyed.\n",
    );
  });

  it("lists what failed, what was not started and why, and what to do", () => {
    const results: readonly AppliedChange[] = [
      done("holdfast_host.a"),
      { address: "holdfast_host.b", action: "create", status: "failed" },
      {
        address: "holdfast_virtual_machine.c",
        action: "create",
        status: "not-started",
        blockedBy: "holdfast_host.b",
      },
    ];
    expect(textOf(applyReport(results, OPTIONS))).toMatchInlineSnapshot(`
      "Apply failed. Resources: 1 added, 0 changed, 0 destroyed.
        1 change failed: holdfast_host.b
        1 change not started: holdfast_virtual_machine.c (needs holdfast_host.b)
      What was done is in the state of stack edge. Run the same command again to go
      on.
      "
    `);
  });

  it("says of an interrupted destroy that it was interrupted", () => {
    const results: readonly AppliedChange[] = [
      done("a", "delete"),
      { address: "b", action: "delete", status: "not-started" },
    ];
    const interrupted = { ...OPTIONS, isDestroy: true, wasInterrupted: true };
    const text = textOf(applyReport(results, interrupted));
    expect(text).toContain("Destroy interrupted. Resources: 1 destroyed.");
    const saved = textOf(applyReport(results, { ...interrupted, isSavedPlan: true }));
    expect(saved.replace(/\s+/g, " ")).toContain("Plan again and apply that to go on.");
    expect(saved).not.toContain("same command");
  });
});
