// JUnit XML of a preview: what fails in it, and that no name of a pull request ends an element or an attribute.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errorDiagnostic } from "../../../../src/model/diagnostic.js";
import { junitReport } from "../../../../src/report/comment/junit-report.js";
import { arbitraryPreview } from "../../../support/arbitrary-preview.js";
import { SAMPLE_PLACE, SAMPLE_PREVIEW, SAMPLE_RISK } from "../../../support/sample-preview.js";

const FALLEN_BEFORE = { ...SAMPLE_PLACE, surviving: { live: 0, base: 0, head: 0 } };
const SAFE = { ...SAMPLE_PREVIEW, conclusion: "success" as const, risks: [], places: [] };

/** `kind name` of each case that fails. */
function problemsIn(xml: string): readonly string[] {
  const cases = xml.matchAll(/<testcase classname="([^"]*)"[^>]*><(failure|error)/g);
  return [...cases].map(([, group, kind]) => `${kind} ${group}`);
}

describe("the JUnit report", () => {
  it("fails for the whole, for each cluster that loses workloads, and for each risk, at the file that causes it", () => {
    const xml = junitReport(SAMPLE_PREVIEW);
    expect(problemsIn(xml)).toEqual([
      ...["failure verdict", "failure cluster edge-01", "failure risk survival"],
    ]);
    expect(xml).toContain('tests="3" failures="3" errors="0"');
    expect(xml).toContain(`file="${SAMPLE_RISK.causes[0]?.source?.file}"`);
  });

  it("passes where nothing is worse than before", () => {
    const xml = junitReport({ ...SAFE, places: [FALLEN_BEFORE] });
    expect(problemsIn(xml)).toEqual([]);
    expect(xml).toContain('tests="2" failures="0" errors="0"');
  });

  it("has an error where the head could not be evaluated", () => {
    const head = [errorDiagnostic("Program failed", "It threw.")];
    const xml = junitReport({ ...SAFE, problems: { base: [], head } });
    expect(problemsIn(xml)).toEqual(["error verdict"]);
    expect(xml).toContain("Program failed: It threw.");
  });

  it("is well-formed, whatever a pull request calls things", () => {
    fc.assert(
      fc.property(arbitraryPreview(480), (preview) => {
        expectWellFormed(junitReport(preview));
      }),
      { numRuns: 30 },
    );
  });
});

const TOKEN = /<\/(\w+)>|<(\w+)((?: \w+="(?:[^"<&]|&#\d+;)*")*)(\/?)>|(?:[^<>&]|&#\d+;)+/gy;

/** Every sign is of a tag or of text between them, tags end in their order, and none is forbidden. */
function expectWellFormed(xml: string): void {
  expect(xml).not.toMatch(/(?![\t\n])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u);
  const body = xml.replace('<?xml version="1.0" encoding="UTF-8"?>\n', "");
  const open: string[] = [];
  let length = 0;
  for (const [token, end, start, , isEmpty] of body.matchAll(TOKEN)) {
    length += token.length;
    if (end !== undefined) expect(open.pop()).toBe(end);
    else if (start !== undefined && isEmpty === "") open.push(start);
  }
  expect([length, open]).toEqual([body.length, []]);
}
