import { describe, expect, it } from "vitest";
import { errorDiagnostic, warningDiagnostic } from "../../../src/model/diagnostic.js";
import { compactWarnings, diagnosticsReport } from "../../../src/report/diagnostics-report.js";
import { textOf } from "./sample-changes.js";

const report = (diagnostics: Parameters<typeof diagnosticsReport>[0]) =>
  textOf(diagnosticsReport(diagnostics, { width: 80 }));

describe("compactWarnings", () => {
  it("is each summary once", () => {
    const warnings = [
      warningDiagnostic("Blocked move", "a"),
      warningDiagnostic("Partial plan", "b"),
      warningDiagnostic("Blocked move", "c"),
    ];
    expect(textOf(compactWarnings(warnings, { width: 80 }))).toBe(
      "Warnings:\n\n  - Blocked move (2 times)\n  - Partial plan\n\n",
    );
  });
});

describe("diagnosticsReport", () => {
  it("says what is wrong, where in every way that is known, and what to do", () => {
    const error = errorDiagnostic(
      "Unsupported argument",
      'holdfast_host has no attribute "key_persistance". Did you mean "key_persistence"?\nAllowed are:\n  cluster, hostname',
      {
        address: "holdfast_host.esx01",
        attribute: ["key_persistance"],
        source: {
          file: "cdktf.out/stacks/edge/cdk.tf.json",
          line: 12,
          column: 7,
          pointer: "/resource/holdfast_host/esx01",
          construct: "edge/site/esx01",
        },
      },
    );
    expect(report([error])).toMatchInlineSnapshot(`
      "Error: Unsupported argument

        on holdfast_host.esx01, attribute key_persistance
        in construct edge/site/esx01
        at cdktf.out/stacks/edge/cdk.tf.json, line 12, column 7,
          /resource/holdfast_host/esx01

        holdfast_host has no attribute "key_persistance". Did you mean
        "key_persistence"?
        Allowed are:
          cluster, hostname

      "
    `);
  });

  it("shows warnings first and the first error last", () => {
    const text = report([
      errorDiagnostic("First", "One."),
      errorDiagnostic("Second", "Two."),
      warningDiagnostic("Careful", "Three."),
    ]);
    expect(text).toMatchInlineSnapshot(`
      "Warning: Careful

        Three.

      Error: Second

        Two.

      Error: First

        One.

      "
    `);
  });

  it("shows equal ones once and counts a flood of one kind", () => {
    const flood = Array.from({ length: 1_000 }, (_, i) => errorDiagnostic("Flood", `Number ${i}.`));
    const text = report([...flood, ...flood]);
    expect(text.match(/Error: Flood/g)).toHaveLength(20);
    expect(text).toContain("… and 980 more of this kind");
  });

  it("sends no control character to the terminal", () => {
    const text = report([errorDiagnostic("Bad name", "The name \u001b]0;x\u0007 is refused.")]);
    expect(text).toContain("\\u001b]0;x\\u0007");
  });
});
