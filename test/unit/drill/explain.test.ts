import { describe, expect, it } from "vitest";
import { type Explanation, explain } from "../../../src/drill/explain.js";
import { defaultScenario } from "../../../src/drill/resolve-scenario.js";
import {
  edgeSite,
  estateOf,
  host,
  keyServer,
  machine,
  standardProvider,
} from "../../support/estate-builder.js";
import { simulate } from "../../support/simulated-estate.js";

const OUTAGE = defaultScenario();

function effects({ effects }: Explanation): string {
  return effects
    .map(({ atSeconds, event, closed, opened }) => {
      const ways = (paths: Explanation["settled"]) =>
        [...new Set(paths.map(({ kind, host: at }) => `${kind} on ${at}`))].join(", ");
      return `${atSeconds} ${event}: closes ${ways(closed) || "-"}; opens ${ways(opened) || "-"}`;
    })
    .join("\n");
}

describe("explain", () => {
  it("says what each fault does to the key paths of a workload", () => {
    const told = explain(edgeSite({ persistence: [true, false] }), OUTAGE, "vm:vc01/vm/tills");
    if (told === undefined) throw new Error("there is such a workload");
    expect(effects(told)).toMatchInlineSnapshot(`
      "0 vc01/kms/kms1 is unreachable: closes vcenter-courier on vc01/edge/esx01, vcenter-courier on vc01/edge/esx02; opens -
      3600 vc01/edge/esx01 loses power: closes host-memory on vc01/edge/esx01, host-stored on vc01/edge/esx01; opens -
      4200 vc01/edge/esx01 is switched on: closes -; opens host-memory on vc01/edge/esx01, host-stored on vc01/edge/esx01
      5400 vc01/edge/esx02 loses power: closes host-memory on vc01/edge/esx02; opens -"
    `);
    expect(told).toMatchObject({
      workload: "vm:vc01/vm/tills",
      verdict: "survived",
      scenario: "provider-outage",
      sentence: "Survives: its keys are stored on the host.",
      startableOn: ["vc01/edge/esx01"],
    });
    expect(
      told.settled.every(
        ({ open, kind, host: at }) => open || (kind === "host-stored" && at.endsWith("2")),
      ),
    ).toBe(true);
  });

  it("tells of a key server whose loss another one makes up for", () => {
    const keyServers = ["kms1", "kms2"].map((name) =>
      keyServer({ path: `vc01/kms/${name}`, address: `${name}.core.example` }),
    );
    const estate = estateOf({
      keyServers,
      keyProviders: [standardProvider({ keyServers: keyServers.map(({ path }) => path) })],
      hosts: [host("esx01", { keys: ["key-a"] })],
      virtualMachines: [machine("a", "esx01")],
    });
    const told = explain(estate, OUTAGE, "vm:vc01/vm/a");
    expect(told?.effects.slice(0, 2).map(({ event, closed }) => [event, closed.length])).toEqual([
      ["vc01/kms/kms1 is unreachable", 0],
      ["vc01/kms/kms2 is unreachable", 2],
    ]);
  });

  it("takes a workload in a component that relies on another", () => {
    const estate = estateOf({
      hosts: [host("esx01", { keys: ["key-a"], keyPersistence: false })],
      virtualMachines: [machine("a", "esx01")],
    });
    expect(explain(estate, OUTAGE, "vm:vc01/vm/a")?.verdict).toBe("locked");
  });

  it("knows at the end what was wrong at the start", async () => {
    const simulator = await simulate({
      clusters: [{ name: "edge", hosts: [{ name: "esx01" }], machines: [{ name: "m" }] }],
    });
    simulator.operators.inject({
      kind: "link-cut",
      from: { role: "vcenter" },
      to: { path: "vc01/edge/esx01" },
    });
    const told = explain(simulator.estate(), OUTAGE, "vm:vc01/vm/m");
    const couriered = told?.atEnd.filter(({ kind }) => kind === "vcenter-courier") ?? [];
    const reasons = couriered.flatMap(({ hops }) => hops.map(({ reason }) => reason));
    expect(reasons).toContain("VCENTER_UNREACHABLE");
  });

  it.each(["vm:vc01/vm/nobody", "vm:vc01/vm/badges", "tills", ""])("knows no workload %j", (id) => {
    expect(explain(edgeSite(), OUTAGE, id)).toBeUndefined();
  });
});
