// The story Holdfast is for, as `drill --json` tells it: an edge site without a key server of its own, with
// key persistence on and off. One folder, one story.

import { describe, expect, it } from "vitest";
import { defaultScenario } from "../../../src/drill/resolve-scenario.js";
import { runDrill } from "../../../src/drill/run-drill.js";
import { type SiteDescription, simulate } from "../../support/simulated-estate.js";

function edgeSite(persistence: boolean): SiteDescription {
  const hosts = ["esx01", "esx02"].map((name) => ({ name, persistence }));
  const machines = [{ name: "tills" }, { name: "badges", vtpm: true }];
  return { seed: "golden", clusters: [{ name: "edge", hosts, machines }] };
}

describe("the edge site", () => {
  it.each([
    ["survives with key persistence on", true, "edge-site-on"],
    ["is locked with key persistence off", false, "edge-site-off"],
  ])("%s", async (_, persistence, file) => {
    const simulator = await simulate(edgeSite(persistence));
    const result = runDrill({ simulator, scenario: defaultScenario() });
    await expect(`${JSON.stringify(result, null, 2)}\n`).toMatchFileSnapshot(
      `./${file}.golden.json`,
    );
  });
});
