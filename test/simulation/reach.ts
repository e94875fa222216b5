// Brings a small estate into the state that a row of the decision table speaks of, by operations alone: what
// is declared, what was in the way when the key was made, which fault strikes. Host `a` is the row's host;
// host `b` is its healthy peer that has the key.

import { VsphereFault } from "../../src/provider/backend.js";
import { Simulator } from "../../src/simulator/simulator.js";
import type { Combination } from "./decision-table.js";
import {
  CLUSTER,
  clusterSpec,
  declareSmallEstate,
  hostSpec,
  KEY_SERVER,
  machineSpec,
  SERVICE,
  TRUSTED_KEY_SERVER,
  VCENTER,
} from "./declare.js";

export const HERE = `${CLUSTER}/a`;
export const PEER = `${CLUSTER}/b`;
export const MACHINE = `${VCENTER}/vm/app`;

export const VERSIONS = {
  "<7.0U2": "7.0 U1",
  "7.0U2": "7.0 U2",
  "7.0U3+": "7.0 U3",
  "8.x": "8.0 U3",
};
export const PROVIDERS = { SKP: "standard", NKP: "native", TKP: "trusted" } as const;
/** An archive comes after an hour; a power loss in that very instant would tear it. */
const ARCHIVED_SECONDS = 3660;
const CUT = { kind: "link-cut", from: { path: HERE }, to: { role: "vcenter" } } as const;

export interface Reached {
  readonly simulator: Simulator;
  readonly combination: Combination;
}

/** Everything but the fault; undefined where vSphere refuses such an estate. */
export async function reachHolding(combination: Combination): Promise<Reached | undefined> {
  if (combination.holding === "held") return declare(combination, false);
  const asIfHeld = await declare({ ...combination, holding: "held" }, false);
  return asIfHeld && declare(combination, isTpmInTheWay(combination));
}

/** Lets the fault strike, reboots host `a` if it is one with a reboot, and gives the estate then. */
export function strike({ simulator, combination }: Reached): void {
  const { operators } = simulator;
  const { fault, provider } = combination;
  if (provider === "TKP") operators.keyServerUp(TRUSTED_KEY_SERVER);
  if (fault.includes("P") && provider === "TKP") {
    operators.keyServerDown(TRUSTED_KEY_SERVER);
    operators.inject({ kind: "unreachable", target: SERVICE });
  }
  if (fault.includes("P") && combination.provider === "SKP") operators.keyServerDown(KEY_SERVER);
  if (fault.includes("V")) operators.vcenterDown(VCENTER);
  if (combination.provider === "SKP") operators.heal(CUT);
  if (fault === "TC") operators.clearTpm(HERE);
  if (!fault.startsWith("R") && fault !== "TC") return;
  operators.powerLoss(HERE);
  simulator.advance(600);
  operators.powerOn(HERE);
}

/** Types the recovery key at host `a` if its boot has stopped. */
export function recover({ simulator }: Reached): void {
  const key = simulator.operators.recoveryKey(HERE);
  if (key !== null) simulator.operators.enterRecoveryKey(HERE, key.key);
}

/** A copy to go on with. */
export function forkReached({ simulator, combination }: Reached): Reached {
  return { simulator: simulator.fork(), combination };
}

/** Where the native provider takes only hosts with a TPM and this one has none, that is in the way. */
function isTpmInTheWay({ provider, tpm }: Combination): boolean {
  return provider === "NKP" && !tpm;
}

async function declare(
  combination: Combination,
  tpmRequired: boolean,
): Promise<Reached | undefined> {
  const simulator = Simulator.inMemory();
  try {
    await declareParts(simulator, combination, tpmRequired);
    return { simulator, combination };
  } catch (error) {
    if (error instanceof VsphereFault) return undefined;
    throw error;
  }
}

async function declareParts(
  simulator: Simulator,
  combination: Combination,
  tpmRequired: boolean,
): Promise<void> {
  const { backend, operators } = simulator;
  const provider = PROVIDERS[combination.provider];
  // A row speaks of the keys of machines: a trusted host has had a host key, which only vCenter has made.
  const cluster = provider === "trusted" ? ({ cryptoMode: "forceEnable" } as const) : {};
  await declareSmallEstate(backend, { hosts: [], provider, tpmRequired, cluster });
  await backend.hosts.add(hostSpec("b"));
  const isCut = combination.holding === "not held" && !tpmRequired;
  if (isCut && combination.provider !== "TKP") await addHere(simulator, combination, CUT);
  else await addHere(simulator, combination);
  const isVtpm = combination.workload === "vTPM";
  const machine = machineSpec("app", { encrypted: !isVtpm, vtpm: isVtpm });
  if (combination.holding === "not held") operators.shutDown(HERE);
  await backend.virtualMachines.create(machine);
  if (provider === "trusted" && isCut) operators.keyServerDown(TRUSTED_KEY_SERVER);
  if (combination.holding === "not held") operators.powerOn(HERE);
  simulator.advance(ARCHIVED_SECONDS);
}

async function addHere(
  simulator: Simulator,
  { release, tpm, persistence }: Combination,
  inTheWay?: typeof CUT,
): Promise<void> {
  const { backend, operators } = simulator;
  await backend.hosts.add(hostSpec("a", { version: VERSIONS[release], tpm }));
  if (persistence) await backend.hosts.enableKeyPersistence(HERE);
  if (inTheWay !== undefined) operators.inject(inTheWay);
}

/** Turns HA of the cluster off: its machines wait for their own host. */
export async function withoutHa(simulator: Simulator): Promise<void> {
  const { clusters } = simulator.backend;
  const known = await clusters.read(CLUSTER);
  await clusters.reconfigure(CLUSTER, { ...clusterSpec(known), ha: false });
}
