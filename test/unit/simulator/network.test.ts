import { describe, expect, it } from "vitest";
import type { Simulator } from "../../../src/simulator/simulator.js";
import {
  CLUSTER,
  hostSpec,
  KEY_SERVER,
  keyServerSpec,
  machineSpec,
  smallEstate,
  standardSpec,
} from "../../simulation/declare.js";

/** Whether a new encrypted machine can be made: it takes vCenter, the key server and the host. */
async function outcome(simulator: Simulator): Promise<string> {
  try {
    await simulator.backend.virtualMachines.create(machineSpec("app"));
    return "made";
  } catch (error) {
    return /\((\w+)\)|does not answer|reaches no/.exec(String(error))?.[0] ?? String(error);
  }
}

const SITES = { hosts: [hostSpec("esx1", { site: "edge" })] };
const path = (fromRole: "vcenter" | "host", fromSite: string, toSite: string, port: number) => ({
  fromSite,
  fromRole,
  toSite,
  port,
  allowed: false,
});

type Case = readonly [string, (simulator: Simulator) => unknown, string];

const CASES: readonly Case[] = [
  ["nothing", () => {}, "made"],
  [
    "a key server without power",
    (s) => s.operators.keyServerDown(KEY_SERVER),
    "PROVIDER_UNREACHABLE",
  ],
  [
    "an unreachable key server",
    (s) => s.operators.inject({ kind: "unreachable", target: KEY_SERVER }),
    "PROVIDER_UNREACHABLE",
  ],
  ["a vCenter without power", (s) => s.operators.vcenterDown("vc"), "does not answer"],
  [
    "an unreachable vCenter",
    (s) => s.operators.inject({ kind: "unreachable", target: "vc" }),
    "does not answer",
  ],
  [
    "an unreachable host",
    (s) => s.operators.inject({ kind: "unreachable", target: `${CLUSTER}/esx1` }),
    "reaches no",
  ],
  [
    "a cut between vCenter and key servers",
    (s) =>
      s.operators.inject({
        kind: "link-cut",
        from: { role: "vcenter" },
        to: { role: "keyServer" },
      }),
    "PROVIDER_UNREACHABLE",
  ],
  [
    "a cut of the host's site from every other",
    (s) =>
      s.operators.inject({
        kind: "link-cut",
        from: { site: "edge" },
        to: { exceptSite: "edge" },
      }),
    "reaches no",
  ],
  [
    "a cut of a site where nothing is",
    (s) => s.operators.inject({ kind: "link-cut", from: { site: "moon" }, to: {} }),
    "made",
  ],
  [
    "a firewall before the key server",
    (s) => s.backend.networkPaths.create(path("vcenter", "dc", "dc", 5696)),
    "NETWORK_PATH_CLOSED",
  ],
  [
    "a firewall on another port",
    (s) => s.backend.networkPaths.create(path("vcenter", "dc", "dc", 5697)),
    "made",
  ],
  [
    "a firewall between host and vCenter",
    (s) => s.backend.networkPaths.create(path("host", "edge", "dc", 443)),
    "reaches no",
  ],
  [
    "no trust in the server",
    (s) => reconfigure(s, { clientTrustsServer: false }),
    "TRUST_INCOMPLETE",
  ],
  [
    "no trust in the client",
    (s) => reconfigure(s, { serverTrustsClient: false }),
    "TRUST_INCOMPLETE",
  ],
  [
    "a client certificate that is over",
    (s) => reconfigure(s, { clientCertificateNotAfter: "2026-01-01T00:00:00Z" }),
    "CERTIFICATE_EXPIRED",
  ],
  [
    "a server certificate that is over",
    (s) => change(s, { certificateNotAfter: "2025-12-31T00:00:00Z" }),
    "CERTIFICATE_EXPIRED",
  ],
  [
    "a server certificate that is not valid yet",
    (s) => change(s, { certificateNotBefore: "2026-02-01T00:00:00Z" }),
    "CERTIFICATE_EXPIRED",
  ],
];

function reconfigure(simulator: Simulator, changes: Parameters<typeof standardSpec>[0]) {
  return simulator.backend.standardKeyProviders.reconfigure("vc/kp/skp", standardSpec(changes));
}

function change(simulator: Simulator, changes: Parameters<typeof keyServerSpec>[0]) {
  return simulator.backend.keyServers.reconfigure(KEY_SERVER, keyServerSpec(changes));
}

describe("messages", () => {
  it.each(CASES)("with %s", async (_, inTheWay, expected) => {
    const simulator = await smallEstate(SITES);
    await inTheWay(simulator);
    expect(await outcome(simulator)).toContain(expected);
  });

  it("arrive again once a fault is healed", async () => {
    const simulator = await smallEstate(SITES);
    const fault = { kind: "unreachable", target: KEY_SERVER } as const;
    simulator.operators.inject(fault);
    simulator.operators.inject(fault);
    simulator.operators.heal(fault);
    expect(await outcome(simulator)).toBe("made");
  });

  it("take the next key server if one is down", async () => {
    const simulator = await smallEstate(SITES);
    const group = { replicationGroup: "g" };
    await change(simulator, group);
    const second = keyServerSpec({ name: "kms2", address: "kms2.example", ...group });
    await simulator.backend.keyServers.create(second);
    await reconfigure(simulator, { keyServers: [KEY_SERVER, "vc/kms/kms2"] });
    expect(await outcome(simulator)).toBe("made");
    simulator.operators.keyServerDown(KEY_SERVER);
    simulator.operators.powerLoss(`${CLUSTER}/esx1`);
    simulator.operators.powerOn(`${CLUSTER}/esx1`);
    simulator.advance(0);
    expect(simulator.estate().virtualMachines.get("vc/vm/app")?.running).toBe(true);
  });

  it("find no key on a server that does not replicate", async () => {
    const simulator = await smallEstate(SITES);
    const second = keyServerSpec({ name: "kms2", address: "kms2.example" });
    await simulator.backend.keyServers.create(second);
    await reconfigure(simulator, { keyServers: [KEY_SERVER, "vc/kms/kms2"] });
    await outcome(simulator);
    simulator.operators.keyServerDown(KEY_SERVER);
    simulator.operators.powerLoss(`${CLUSTER}/esx1`);
    simulator.operators.powerOn(`${CLUSTER}/esx1`);
    expect(simulator.operators.startVm("vc/vm/app")?.sentence).toBe(
      "Virtual machine is locked because keys are missing on KMS cluster. (KEY_MISSING_ON_SERVER)",
    );
  });

  it("fail for every entry of a server that is unreachable", async () => {
    const simulator = await smallEstate(SITES);
    await simulator.backend.keyServers.create(keyServerSpec({ name: "alias" }));
    simulator.operators.inject({ kind: "unreachable", target: "vc/kms/alias" });
    expect(await outcome(simulator)).toContain("PROVIDER_UNREACHABLE");
  });

  it("are told and counted, delivered or not", async () => {
    const simulator = await smallEstate(SITES);
    const told: string[] = [];
    simulator.onMessage((m) => told.push(`${m.kind} ${m.from} -> ${m.to} ${m.undelivered}`));
    simulator.advance(300);
    simulator.operators.keyServerDown(KEY_SERVER);
    simulator.advance(300);
    expect(told).toEqual([
      "key-server-status vc -> vc/kms/kms1 null",
      "key-server-status vc -> vc/kms/kms1 PROVIDER_UNREACHABLE",
    ]);
    expect(simulator.messageCount("key-server-status")).toEqual({ delivered: 1, undelivered: 1 });
  });
});
