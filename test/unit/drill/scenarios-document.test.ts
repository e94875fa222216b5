import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BUILT_IN_SCENARIOS } from "../../../src/drill/built-in-scenarios.js";
import { loadScenario } from "../../../src/drill/load-scenario.js";
import { EVENT_KINDS } from "../../../src/drill/scenario.js";
import { scenariosDocumentParts, withParts } from "../../../src/drill/scenarios-document.js";
import { JSON_SCHEMAS } from "../../../src/schema/generated/json-schemas.js";

const page = readFileSync(new URL("../../../docs/scenarios.md", import.meta.url), "utf8");
const schema = readFileSync(
  new URL("../../../src/drill/scenario.schema.json", import.meta.url),
  "utf8",
);

describe("docs/scenarios.md", () => {
  it("has the reasons and rules of the code", async () => {
    const text = withParts(page, scenariosDocumentParts());
    await expect(text).toMatchFileSnapshot("../../../docs/scenarios.md");
  });

  it("describes every built-in scenario and every kind of event, as the schema does", () => {
    for (const [name, { description }] of BUILT_IN_SCENARIOS) {
      expect(page).toContain(`| \`${name}\` | ${description} |`);
    }
    for (const [kind, does] of Object.entries(EVENT_KINDS)) {
      expect(page).toContain(`| \`${kind}\` | ${does} |`);
      expect(schema).toContain(JSON.stringify(does));
    }
  });

  it("describes what a floor may name", () => {
    const scenario = JSON_SCHEMAS.holdfast_survival_floor?.properties.scenario;
    expect(scenario).toMatchObject({ enum: [...BUILT_IN_SCENARIOS.keys()] });
  });

  it("shows a scenario that can be loaded", () => {
    const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    expect(loadScenario(example, "example.yaml")).toMatchObject({
      scenario: { name: "kms-maintenance", longestInterruptionSeconds: 1200 },
      diagnostics: [],
    });
  });
});
