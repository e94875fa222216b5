// A whole cluster loses power, and what unlocks it is on it: rows of the decision model about combined faults, each seen
// in the simulated vSphere and predicted, which the drill compares.

import { describe, expect, it } from "vitest";
import { resolveScenario } from "../../src/drill/resolve-scenario.js";
import { runDrill } from "../../src/drill/run-drill.js";
import type { EventDocument } from "../../src/drill/scenario.js";
import { rule } from "../support/rule.js";
import type { MachineDescription, SiteDescription } from "../support/simulated-estate.js";
import { simulate } from "../support/simulated-estate.js";

const ALL_LOSE_POWER: EventDocument = { kind: "hosts-lose-power", at: 0, every: 0 };
const NO_KEY_SERVER: EventDocument = { kind: "key-servers-unreachable", at: 0 };

async function verdictsOf(
  site: SiteDescription,
  events: readonly EventDocument[],
): Promise<readonly string[]> {
  const document = { name: "power-cut", description: "Power fails.", outage: "4h", events };
  const { scenario } = resolveScenario(document);
  if (scenario === undefined) throw new Error("the scenario is sound");
  const { workloads } = runDrill({ simulator: await simulate(site), scenario });
  return workloads.map(({ workload, verdict }) => `${workload} ${verdict}`);
}

function site(parts: {
  readonly machines: readonly MachineDescription[];
  readonly persistence?: readonly boolean[];
  readonly vcenterOn?: string;
  readonly keyServerOn?: string;
  readonly provider?: "kp" | "nkp";
}): SiteDescription {
  const { machines, persistence = [false, false], provider = "kp" } = parts;
  const server = { name: "kms1", site: "core" };
  const runsOn = (name: string | undefined) =>
    name === undefined ? {} : { runsOn: `vc01/vm/${name}` };
  return {
    vcenter: { site: "edge", ...runsOn(parts.vcenterOn) },
    keyServers: [{ ...server, ...runsOn(parts.keyServerOn) }],
    native: provider === "nkp" ? { tpmRequired: true, isBackedUp: true } : null,
    defaultKeyProvider: provider,
    clusters: [
      {
        name: "edge",
        storage: "vsan",
        vsan: { keyProvider: provider, failuresToTolerate: 1 },
        hosts: persistence.map((on, i) => ({ name: `esx${i}`, persistence: on, site: "edge" })),
        machines,
      },
    ],
  };
}

const APP = { name: "app", encrypted: true };
const PLAIN_VCENTER = { name: "vcsa", encrypted: false };

describe("a whole cluster loses power", () => {
  it("vCenter is a machine on its encrypted vSAN: vSAN mounts, vCenter starts, keys come", async () => {
    const machines = [PLAIN_VCENTER];
    const verdicts = await verdictsOf(site({ machines, vcenterOn: "vcsa" }), [ALL_LOSE_POWER]);
    expect(verdicts).toEqual(["vsan:vc01/edge survived"]);
  });

  it("vCenter itself encrypted under its own provider: vSAN mounts, nobody brings vCenter its key", async () => {
    const machines = [{ name: "vcsa", encrypted: true }];
    const verdicts = await verdictsOf(site({ machines, vcenterOn: "vcsa" }), [ALL_LOSE_POWER]);
    expect(verdicts).toEqual(["vm:vc01/vm/vcsa locked", "vsan:vc01/edge survived"]);
  });

  rule("vsan-never-behind-its-own-key-server", async () => {
    const machines = [{ name: "kms", encrypted: false }, APP];
    const verdicts = await verdictsOf(site({ machines, keyServerOn: "kms" }), [ALL_LOSE_POWER]);
    expect(verdicts).toEqual(["vm:vc01/vm/app locked", "vsan:vc01/edge locked"]);
    const withVcenter = site({ machines: [PLAIN_VCENTER, APP], vcenterOn: "vcsa" });
    expect(await verdictsOf(withVcenter, [ALL_LOSE_POWER])).toEqual([
      "vm:vc01/vm/app survived",
      "vsan:vc01/edge survived",
    ]);
  });

  rule("native-vcenter-on-its-vsan", async () => {
    const machines = [PLAIN_VCENTER, APP];
    const verdicts = await verdictsOf(site({ machines, vcenterOn: "vcsa", provider: "nkp" }), [
      NO_KEY_SERVER,
      ALL_LOSE_POWER,
    ]);
    expect(verdicts).toEqual(["vm:vc01/vm/app survived", "vsan:vc01/edge survived"]);
  });

  it.each([
    [[true, true], "survived"],
    [[true, false], "survived"],
    [[false, false], "locked"],
  ] as const)("key servers away, key persistence %j: %s", async (persistence, verdict) => {
    const verdicts = await verdictsOf(site({ machines: [APP], persistence }), [
      NO_KEY_SERVER,
      ALL_LOSE_POWER,
    ]);
    expect(verdicts).toEqual([`vm:vc01/vm/app ${verdict}`, `vsan:vc01/edge ${verdict}`]);
  });
});
