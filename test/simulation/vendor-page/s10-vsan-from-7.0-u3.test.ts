// "From 7.0 U3 vSAN goes on too, if so configured, while the key server is unavailable" (vSphere Security, Key
// Persistence Overview), and what a host does by itself: host key, crypto safe, KEK, disk groups (vSphere Security, How
// vSAN Data-At-Rest Encryption Works; VCF security guidelines, Standard Key Provider FAQ).

import { describe, expect, it } from "vitest";
import type { Simulator } from "../../../src/simulator/simulator.js";
import { rule } from "../../support/rule.js";
import { vsanEstate } from "../../support/vsan-estate.js";
import { CLUSTER, hostSpec, isRunning, KEY_SERVER, machineSpec, VCENTER } from "../declare.js";
import { OUTAGES } from "../rules/outages.js";
import { cutKeyServer, cutVcenter, delivered, ESX1, powerCut, refused } from "./site.js";

const PLAIN = `${VCENTER}/vm/plain`;

/** One host whose vSAN is encrypted, settled, with a machine that is not encrypted itself. */
async function site(options: { version?: string; persistence?: boolean } = {}): Promise<Simulator> {
  const { version = "8.0 U3", persistence = false } = options;
  const hosts = [hostSpec("esx1", { version })];
  const vsan = { failuresToTolerate: 0 };
  const simulator = await vsanEstate({ hosts, keyPersistence: persistence, vsan });
  await simulator.backend.virtualMachines.create(machineSpec("plain", { encrypted: false }));
  simulator.advance(2 * 3600);
  return simulator;
}

function isMounted(simulator: Simulator): boolean {
  return simulator.estate().hosts.get(ESX1)?.present?.diskGroup?.isMounted === true;
}

describe("vSAN while the key server is away", () => {
  it.each(["7.0 U3", "8.0 U3", "9.0"])("%s goes on, with key persistence", async (version) => {
    const simulator = await site({ version, persistence: true });
    cutKeyServer(simulator);
    const messages = delivered(simulator, () => powerCut(simulator));
    expect([isMounted(simulator), isRunning(simulator, PLAIN)]).toEqual([true, true]);
    expect(messages).not.toContain("fetch-vsan-key");
  });

  rule("vsan-persistence-from-7-0-u3", async () => {
    const simulator = await site({ version: "7.0 U2", persistence: true });
    cutKeyServer(simulator);
    powerCut(simulator);
    expect([isMounted(simulator), isRunning(simulator, PLAIN)]).toEqual([false, false]);
    expect(simulator.estate().hosts.get(ESX1)?.present?.cryptoState).toBe("safe");
  });

  rule("vsan-unmounted-without-key", async () => {
    const simulator = await site();
    cutKeyServer(simulator);
    const tried = refused(simulator, () => powerCut(simulator));
    expect([isMounted(simulator), isRunning(simulator, PLAIN)]).toEqual([false, false]);
    expect(tried).toContain("fetch-vsan-key PROVIDER_UNREACHABLE");
    expect(simulator.estate().hosts.get(ESX1)?.present?.up).toBe(true);
    const kekless = await site();
    const { kekId = "" } = (await kekless.backend.vsanEncryptions.read(CLUSTER)) ?? {};
    kekless.operators.changeKey(KEY_SERVER, kekId, "inactive");
    powerCut(kekless);
    expect([isMounted(kekless), isRunning(kekless, PLAIN)]).toEqual([false, false]);
    expect(kekless.estate().hosts.get(ESX1)?.present?.cryptoState).toBe("safe");
  });

  rule("vsan-mounted-reads-on", async () => {
    const settled = await site();
    for (const strike of Object.values(OUTAGES)) {
      const simulator = settled.fork();
      strike(simulator);
      const happened: string[] = [];
      simulator.onEvent(({ kind }) => happened.push(kind));
      simulator.advance(3 * 24 * 3600);
      expect([isMounted(simulator), isRunning(simulator, PLAIN)]).toEqual([true, true]);
      expect(happened.filter((kind) => /^(disk-group|vsan|vm)-/.test(kind))).toEqual([]);
    }
  });
});

rule("vsan-hosts-ask-themselves", async () => {
  const simulator = await site();
  cutVcenter(simulator);
  const messages = delivered(simulator, () => powerCut(simulator));
  expect([isMounted(simulator), isRunning(simulator, PLAIN)]).toEqual([true, true]);
  expect([...messages].sort()).toEqual(["fetch-vsan-key"]);
});

it("keeps disk groups apart: one is back and the other is not", async () => {
  const simulator = await vsanEstate({ hosts: [hostSpec("esx1"), hostSpec("esx2")] });
  await simulator.backend.hosts.enableKeyPersistence(ESX1);
  simulator.advance(2 * 3600);
  cutKeyServer(simulator);
  powerCut(simulator);
  simulator.operators.reboot(`${CLUSTER}/esx2`, "abruptly");
  simulator.advance(1200);
  const mounted = [...simulator.estate().hosts.values()].map(
    ({ present }) => present?.diskGroup?.isMounted,
  );
  expect(mounted).toEqual([true, false]);
});
