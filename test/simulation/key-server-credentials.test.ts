// User names and passwords between vCenter and a key server (vSphere API, KmipServerInfo.userName and
// KmipServerSpec.password; Broadcom KB 396701): a key server that demands them answers nobody who presents others.

import { beforeEach, describe, expect, it } from "vitest";
import { builtInScenario } from "../../src/drill/resolve-scenario.js";
import { runDrill } from "../../src/drill/run-drill.js";
import { Simulator } from "../../src/simulator/simulator.js";
import { snapshotText } from "../support/snapshot-text.js";
import {
  CLUSTER,
  clusterSpec,
  hostSpec,
  KEY_SERVER,
  keyServerSpec,
  machineSpec,
  STANDARD,
  smallEstate,
  standardSpec,
  VCENTER,
} from "./declare.js";

const HOST = `${CLUSTER}/esx1`;
const MACHINE = "vc/vm/app";
const PROVIDER = `${VCENTER}/kp/${STANDARD}`;
const RIGHT = { userName: "vcenter", password: "a password nobody guesses" };

let simulator: Simulator;

beforeEach(async () => {
  simulator = await smallEstate({ hosts: [hostSpec("esx1")] });
  await simulator.backend.virtualMachines.create(machineSpec("app"));
  simulator.operators.demandCredentials(KEY_SERVER, RIGHT);
});

function reboot(): void {
  simulator.operators.powerLoss(HOST);
  simulator.operators.powerOn(HOST);
  simulator.advance(600);
}

/** The host key is the first key that a rebooted host does not get. */
const NO_HOST_KEY = "HOST_NOT_CRYPTO_SAFE";

const startNow = () => simulator.couldStart({ vm: MACHINE, host: HOST })?.reason ?? "starts";
const send = (changes: Partial<typeof RIGHT>) =>
  simulator.backend.keyServers.reconfigure(KEY_SERVER, keyServerSpec(changes));

describe("a key server that demands credentials", () => {
  it("gives vCenter no key without them, which shows at the reboot of a host", async () => {
    expect(startNow()).toBe("starts");
    reboot();
    expect(startNow()).toBe(NO_HOST_KEY);
    await expect(
      simulator.backend.virtualMachines.create(machineSpec("other")),
    ).rejects.toMatchObject({ message: expect.stringContaining("QLC_ERR_VALUE_MISSING") });
  });

  it.each([
    ["another user name", { ...RIGHT, userName: "somebody" }],
    ["another password", { ...RIGHT, password: "guessed" }],
    ["no password", { userName: RIGHT.userName }],
  ])("takes %s for none", async (_, given) => {
    await send(given);
    reboot();
    expect(startNow()).toBe(NO_HOST_KEY);
  });

  it("answers again once they are sent, and an update without a password leaves it", async () => {
    reboot();
    await send(RIGHT);
    await send({ userName: RIGHT.userName });
    simulator.advance(600);
    expect(startNow()).toBe("starts");
  });

  it("takes those of the key provider for an entry that has none of its own", async () => {
    await simulator.backend.standardKeyProviders.reconfigure(PROVIDER, standardSpec(RIGHT));
    reboot();
    expect(startNow()).toBe("starts");
    await send({ ...RIGHT, password: "guessed" });
    reboot();
    expect(startNow()).toBe(NO_HOST_KEY);
  });

  it("is behind every entry with its address, in any vCenter", async () => {
    const { backend } = simulator;
    await backend.vcenters.create({ name: "vc2", version: "8.0 U3", site: "dc", runsOn: null });
    await backend.keyServers.create({ ...keyServerSpec(), vcenter: "vc2" });
    const provider = standardSpec({ vcenter: "vc2", keyServers: ["vc2/kms/kms1"] });
    await backend.standardKeyProviders.create(provider);
    const facts = simulator.estate().keyProviders.get("vc2/kp/skp");
    expect(facts).toMatchObject({ refusedBy: new Set(["vc2/kms/kms1"]) });
  });

  it("keeps the disk groups of rebooted vSAN hosts locked", async () => {
    const estate = await smallEstate({
      hosts: ["esx1", "esx2", "esx3"].map((name) => hostSpec(name)),
      cluster: clusterSpec({ storage: "vsan" }),
    });
    const spec = { cluster: CLUSTER, keyProvider: STANDARD, failuresToTolerate: 1 };
    const how = { eraseDisksBeforeUse: false, allowReducedRedundancy: false };
    await estate.backend.vsanEncryptions.create({ ...spec, ...how });
    const scenario = builtInScenario("rolling-reboot");
    if (scenario === undefined) expect.unreachable();
    const verdict = () => runDrill({ simulator: estate, scenario }).workloads[0]?.verdict;
    expect(verdict()).toBe("survived");
    estate.operators.demandCredentials(KEY_SERVER, RIGHT);
    expect(verdict()).toBe("locked");
    expect(runDrill({ simulator: estate, scenario }).workloads[0]?.reasons).toContain(
      "CREDENTIALS_REFUSED",
    );
    await estate.backend.standardKeyProviders.reconfigure(PROVIDER, standardSpec(RIGHT));
    expect(verdict()).toBe("survived");
  });

  it("leaves no password in a snapshot, nor in what is read back", async () => {
    const info = await send(RIGHT);
    const text = snapshotText(simulator);
    expect(text).not.toContain(RIGHT.password);
    expect(text).not.toContain(Buffer.from(RIGHT.password).toString("base64"));
    expect(Object.keys(info)).not.toContain("password");
    expect(Object.keys(info)).not.toContain("passwordProof");
    const copy = Simulator.fromSnapshot(text);
    expect(copy.estate().keyProviders.get(PROVIDER)).not.toHaveProperty("refusedBy");
  });
});
