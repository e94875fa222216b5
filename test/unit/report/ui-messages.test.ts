import { describe, expect, it } from "vitest";
import { errorDiagnostic } from "../../../src/model/diagnostic.js";
import {
  diagnosticMessage,
  formatUiMessage,
  planMessages,
} from "../../../src/report/ui-messages.js";
import { changeOf, planOf } from "./sample-changes.js";

describe("ui messages", () => {
  it("puts level, message, module and time first and the rest by name, as Terraform does", () => {
    const message = diagnosticMessage(errorDiagnostic("Bad", "Very."));
    const line = formatUiMessage(message, "2025-01-01T00:00:00Z");
    expect(line.endsWith("}\n")).toBe(true);
    expect(Object.keys(JSON.parse(line))).toEqual([
      "@level",
      "@message",
      "@module",
      "@timestamp",
      "diagnostic",
      "type",
    ]);
  });

  it("covers secrets in texts, and stays JSON where one is a word of JSON", () => {
    const hide = (text: string) => text.replaceAll(/null|canary|1234/g, "(covered)");
    const message = { ...diagnosticMessage(errorDiagnostic("a canary", "")), of: [null, 1234] };
    expect(JSON.parse(formatUiMessage(message, "2025-01-01T00:00:00Z", hide))).toMatchObject({
      diagnostic: { summary: "a (covered)" },
      of: [null, "(covered)"],
    });
  });

  it("names every change but no-ops, counts a replacement twice, and lists outputs", () => {
    const plan = planOf({
      changes: [
        changeOf("holdfast_host.a", { action: "no-op" }),
        changeOf("holdfast_host.b", {
          action: "delete-then-create",
          reason: "replace_because_cannot_update",
        }),
        changeOf("holdfast_host.c", { action: "no-op", previousAddress: "holdfast_host.d" }),
      ],
      outputs: [
        {
          name: "x",
          action: "create",
          before: null,
          after: "canary",
          type: "string",
          sensitive: true,
        },
      ],
    });
    const messages = planMessages(plan);
    expect(messages.map(({ type }) => type)).toEqual([
      "planned_change",
      "planned_change",
      "change_summary",
      "outputs",
    ]);
    expect(messages[0]).toMatchObject({ change: { action: "replace", reason: "cannot_update" } });
    expect(messages[1]).toMatchObject({
      change: { action: "move", previous_resource: { addr: "holdfast_host.d" } },
    });
    expect(messages[2]).toMatchObject({ changes: { add: 1, change: 0, remove: 1 } });
    expect(JSON.stringify(messages)).not.toContain("canary");
  });
});
