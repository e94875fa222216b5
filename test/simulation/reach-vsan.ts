// The states that the rows about vSAN speak of, by operations alone. A row is about one host; here its disk group
// decides: the cluster has three hosts, one failure is tolerated, and one of the others is always away. Machines need no
// key of their own.

import { VsphereFault } from "../../src/provider/backend.js";
import { Simulator } from "../../src/simulator/simulator.js";
import type { Combination } from "./decision-table.js";
import {
  CLUSTER,
  declareSmallEstate,
  hostSpec,
  machineSpec,
  NATIVE,
  STANDARD,
  TRUSTED,
} from "./declare.js";
import { HERE, MACHINE, PEER, PROVIDERS, type Reached, strike, VERSIONS } from "./reach.js";

export const THIRD = `${CLUSTER}/c`;
const NAMES = { SKP: STANDARD, NKP: NATIVE, TKP: TRUSTED } as const;
const ARCHIVED_SECONDS = 3660;
const FROM_SERVERS = { kind: "link-cut", from: { path: HERE }, to: { role: "keyServer" } } as const;
const FROM_VCENTER = { kind: "link-cut", from: { path: HERE }, to: { role: "vcenter" } } as const;

/** Everything but the fault, with the third host up; undefined where vSphere refuses such an estate. */
export async function reachVsan(combination: Combination): Promise<Reached | undefined> {
  const simulator = Simulator.inMemory();
  try {
    await declareParts(simulator, combination);
  } catch (error) {
    if (error instanceof VsphereFault) return undefined;
    throw error;
  }
  if (combination.holding === "not held") await loseKey(simulator, combination);
  return { simulator, combination };
}

/** The third host goes: the row's host and its peer are both needed. */
export function withoutThird({ simulator }: Reached): void {
  simulator.operators.powerLoss(THIRD);
  simulator.advance(0);
}

/** Lets the fault strike and waits until the host has had time to mount. */
export function strikeVsan(reached: Reached): void {
  if (reached.combination.provider === "SKP") reached.simulator.operators.heal(FROM_SERVERS);
  strike(reached);
  settleVsan(reached);
}

export function settleVsan({ simulator }: Reached): void {
  simulator.advance(600);
}

/** The machine on the row's host where its files can be read; else it stays where it is registered. */
export function placeOn({ simulator }: Reached, host: string): void {
  const { operators } = simulator;
  operators.stopVm(MACHINE);
  operators.startVm(MACHINE, host);
}

async function declareParts(
  simulator: Simulator,
  { provider, release, tpm, persistence, holding }: Combination,
): Promise<void> {
  const { backend } = simulator;
  await declareSmallEstate(backend, {
    hosts: [],
    provider: PROVIDERS[provider],
    cluster: { storage: "vsan" },
  });
  await backend.hosts.add(hostSpec("b"));
  await backend.hosts.add(hostSpec("c"));
  await backend.hosts.add(hostSpec("a", { version: VERSIONS[release], tpm }));
  if (persistence) await backend.hosts.enableKeyPersistence(HERE);
  // Only now is it known that the host can have it; one that does not hold the key gets it later.
  if (persistence && holding === "not held") {
    await backend.hosts.disableKeyPersistence(HERE, { removeAllStoredKeys: true });
  }
  await backend.vsanEncryptions.create({
    cluster: CLUSTER,
    keyProvider: NAMES[provider],
    failuresToTolerate: 1,
    eraseDisksBeforeUse: false,
    allowReducedRedundancy: false,
  });
  await backend.virtualMachines.create(machineSpec("app", { encrypted: false }));
  simulator.advance(ARCHIVED_SECONDS);
}

/** Boots the host while it cannot have the key: cut off from the key servers, or installed anew without vCenter. */
async function loseKey(
  simulator: Simulator,
  { provider, persistence }: Combination,
): Promise<void> {
  const { operators } = simulator;
  operators.inject(provider === "SKP" ? FROM_SERVERS : FROM_VCENTER);
  if (provider === "SKP") {
    operators.powerLoss(HERE);
    operators.powerOn(HERE);
  } else operators.reinstall(HERE);
  simulator.advance(600);
  if (!persistence) return;
  const enable = ["system", "security", "keypersistence", "enable"];
  const { exitCode, stdout } = simulator.esxcli(HERE, enable);
  if (exitCode !== 0) throw new Error(stdout);
  simulator.advance(ARCHIVED_SECONDS);
}

/** Whether the machine runs somewhere. */
export function runsAnywhere({ simulator }: Reached): boolean {
  return simulator.estate().virtualMachines.get(MACHINE)?.running === true;
}

/** The peer is emptied for maintenance, which is vCenter's work, and shut down. */
export function emptyPeer({ simulator }: Reached): void {
  simulator.operators.shutDown(PEER);
}
