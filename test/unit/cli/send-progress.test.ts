import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ApplyEvent } from "../../../src/apply/apply-event.js";
import { sendProgress, sendReading } from "../../../src/cli/send-progress.js";
import type { UiMessage } from "../../../src/report/ui-messages.js";
import { changeOf } from "../report/sample-changes.js";

const CHANGE = changeOf("holdfast_host.a", { action: "update" });

const event = (kind: ApplyEvent["kind"], more: Partial<ApplyEvent> = {}): ApplyEvent => ({
  kind,
  address: CHANGE.address,
  operation: "update",
  id: "vc01/edge/a",
  diagnostics: [],
  done: 0,
  total: 1,
  ...more,
});

describe("progress for programs", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const clock = { now: () => new Date() };
  const said = (messages: readonly UiMessage[]) => messages.map((m) => m["@message"]);

  it("tells every ten seconds of what lasts, until it ends", () => {
    const told: UiMessage[] = [];
    const progress = sendProgress(clock, [CHANGE], (message) => told.push(message));
    progress.onEvent(event("started"));
    vi.advanceTimersByTime(65_000);
    progress.onEvent(event("finished"));
    vi.advanceTimersByTime(60_000);
    expect(said(told)).toEqual([
      "holdfast_host.a: Modifying... [id=vc01/edge/a]",
      ...["10s", "20s", "30s", "40s", "50s", "1m0s"].map(
        (elapsed) => `holdfast_host.a: Still modifying... [${elapsed} elapsed]`,
      ),
      "holdfast_host.a: Modifications complete after 1m5s [id=vc01/edge/a]",
    ]);
    expect(told[1]).toMatchObject({
      type: "apply_progress",
      hook: { action: "update", elapsed_seconds: 10 },
    });
  });

  it("falls silent at the end, whatever was under way", () => {
    const told: UiMessage[] = [];
    const progress = sendProgress(clock, [CHANGE], (message) => told.push(message));
    progress.onEvent(event("started"));
    progress.end();
    vi.advanceTimersByTime(60_000);
    expect(told).toHaveLength(1);
  });

  it("leaves a data source that could not be read to the diagnostics", () => {
    const told: UiMessage[] = [];
    const { onEvent } = sendProgress(clock, [CHANGE], (message) => told.push(message));
    onEvent(event("failed", { operation: "read" }));
    expect(told).toEqual([]);
    onEvent(event("failed"));
    expect(said(told)).toEqual(["holdfast_host.a: Modifications errored after 0s"]);
  });

  it("times how long a plan reads a data source", () => {
    const told: UiMessage[] = [];
    const { instance } = CHANGE;
    const onEvent = sendReading(clock, (message) => told.push(message));
    onEvent({ kind: "started", operation: "read", instance });
    vi.advanceTimersByTime(3_600_000);
    onEvent({ kind: "finished", operation: "read", instance, id: "x" });
    expect(said(told)).toEqual([
      "holdfast_host.a: Refreshing...",
      "holdfast_host.a: Refresh complete after 1h0m0s [id=x]",
    ]);
  });
});
