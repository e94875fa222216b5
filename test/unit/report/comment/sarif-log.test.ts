import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Preview } from "../../../../src/model/preview.js";
import { gitlabTerraformReport } from "../../../../src/report/comment/gitlab-terraform-report.js";
import { sarifLog } from "../../../../src/report/comment/sarif-log.js";
import { arbitraryPreview } from "../../../support/arbitrary-preview.js";
import { SAMPLE_PREVIEW, SAMPLE_RISK } from "../../../support/sample-preview.js";

/** The committee's schema is of draft 4; it uses nothing that later drafts read otherwise but its id. */
function sarifValidator() {
  const path = "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json";
  const file = createRequire(import.meta.url).resolve(path);
  const { id: _, $schema: __, ...schema } = JSON.parse(readFileSync(file, "utf8"));
  return new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
}

const isSarif = sarifValidator();
const OPTIONS = { programFile: "edge-site/cdktf.json" };
const parsed = (preview: Preview) => JSON.parse(sarifLog(preview, OPTIONS));

describe("SARIF", () => {
  it("holds to the schema, whatever a pull request calls things", () => {
    expect(isSarif({ version: "2.1.0", runs: [{}] })).toBe(false);
    fc.assert(
      fc.property(arbitraryPreview(480), (preview) => {
        expect(isSarif(parsed(preview)), JSON.stringify(isSarif.errors)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it("puts a risk on the line that causes it, and the other causes beside it", () => {
    const [run] = parsed(SAMPLE_PREVIEW).runs;
    expect(run.results).toEqual([
      {
        ruleId: "survival",
        ruleIndex: 0,
        level: "error",
        message: { text: `${SAMPLE_RISK.title}. ${SAMPLE_RISK.why} ${SAMPLE_RISK.fix}` },
        locations: [placeAt("edge-site/main.ts", 41)],
        relatedLocations: [
          {
            ...{ id: 0, ...placeAt("edge-site/main.ts", 42) },
            message: { text: "holdfast_esxi_host.esx02" },
          },
        ],
      },
    ]);
  });

  it("has all clusters that fall alike", () => {
    const clusters = ["a", "b"].map((cluster) => ({ cluster, workloads: [`vm:${cluster}/till`] }));
    const [run] = parsed({ ...SAMPLE_PREVIEW, risks: [{ ...SAMPLE_RISK, clusters }] }).runs;
    expect(run.results[0].properties).toEqual({ clusters });
  });

  it("names the rule of a finding, and the program's file where no line is known", () => {
    const title = "A [link](0) and {0}";
    const risk = { ...SAMPLE_RISK, kind: "finding", code: "FC-04", causes: [], title } as const;
    const [run] = parsed({ ...SAMPLE_PREVIEW, risks: [SAMPLE_RISK, risk] }).runs;
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual([
      "survival",
      "FC-04",
    ]);
    expect(run.results[1]).toMatchObject({
      ...{ ruleId: "FC-04", ruleIndex: 1 },
      locations: [placeAt("edge-site/cdktf.json", 1)],
    });
    expect(run.results[1].message.text).toMatch(/^A \\\[link\\\]\(0\) and \{\{0\}\}\. /);
  });
});

function placeAt(uri: string, startLine: number) {
  return { physicalLocation: { artifactLocation: { uri }, region: { startLine } } };
}

it("counts for GitLab a replacement as created and deleted", () => {
  const [change] = SAMPLE_PREVIEW.changes;
  if (change === undefined) throw new Error("the sample has changes");
  const actions = ["create", "update", "update", "delete-then-create", "forget", "read"] as const;
  const changes = actions.map((action) => ({ ...change, action }));
  expect(gitlabTerraformReport({ changes })).toBe('{"create":2,"update":2,"delete":1}\n');
});
