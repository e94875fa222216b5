// The small site of the vendor's statements: one or two hosts with an encrypted machine and a vTPM on them, and
// what can be done to it. A story says what was delivered as well as what runs.

import type { MessageAttempt } from "../../../src/simulator/observer.js";
import type { Simulator } from "../../../src/simulator/simulator.js";
import {
  CLUSTER,
  hostSpec,
  isRunning,
  KEY_SERVER,
  machineSpec,
  NATIVE,
  SERVICE,
  smallEstate,
  TRUSTED_KEY_SERVER,
  VCENTER,
} from "../declare.js";

export const ESX1 = `${CLUSTER}/esx1`;
export const VM = `${VCENTER}/vm/till`;
export const VTPM = `${VCENTER}/vm/badge`;

/** Remediation and an archive have had their time. */
const SETTLED_SECONDS = 2 * 3600;

export interface SiteOptions {
  readonly persistence?: boolean;
  readonly version?: string;
  readonly tpm?: boolean;
  readonly provider?: "standard" | "native" | "trusted";
}

/** One host, settled; without a TPM, or before 7.0 U2, there is no persistence to turn on. */
export async function edgeSite(options: SiteOptions = {}): Promise<Simulator> {
  const { persistence = false, version = "8.0 U3", tpm = true, provider = "standard" } = options;
  const hardware = { tpm: { present: tpm, hashBank: "sha256" as const }, secureBoot: true };
  const simulator = await smallEstate({
    hosts: [hostSpec("esx1", { version, hardware })],
    keyPersistence: persistence,
    provider,
  });
  const { virtualMachines } = simulator.backend;
  await virtualMachines.create(machineSpec("till"));
  await virtualMachines.create(machineSpec("badge", { encrypted: false, vtpm: true }));
  simulator.advance(SETTLED_SECONDS);
  return simulator;
}

export function cutKeyServer({ operators }: Simulator): void {
  operators.inject({ kind: "unreachable", target: KEY_SERVER });
}

/** Nobody attests, and nobody hands out keys: the key servers behind are up. */
export function cutTrustAuthority({ operators }: Simulator): void {
  operators.inject({ kind: "unreachable", target: SERVICE });
}

/** The key server behind the Trust Authority, which goes on attesting. */
export function cutTrustedKeyServer({ operators }: Simulator): void {
  operators.inject({ kind: "unreachable", target: TRUSTED_KEY_SERVER });
}

export function cutVcenter({ operators }: Simulator): void {
  operators.inject({ kind: "unreachable", target: VCENTER });
}

/** The power goes for ten minutes, and half an hour passes. */
export function powerCut(simulator: Simulator): void {
  simulator.operators.powerLoss(ESX1);
  simulator.advance(600);
  simulator.operators.powerOn(ESX1);
  simulator.advance(1800);
}

/** Whether the encrypted machine and the one with a vTPM run. */
export function running(simulator: Simulator): { readonly vm: boolean; readonly vtpm: boolean } {
  return { vm: isRunning(simulator, VM), vtpm: isRunning(simulator, VTPM) };
}

export const BOTH_RUN = { vm: true, vtpm: true };
export const NEITHER_RUNS = { vm: false, vtpm: false };

/** What was delivered while something happened, by kind. */
export function delivered(simulator: Simulator, happen: () => void): ReadonlySet<string> {
  const kinds = new Set<string>();
  const stop = simulator.onMessage(({ kind, undelivered }: MessageAttempt) => {
    if (undelivered === null) kinds.add(kind);
  });
  happen();
  stop();
  return kinds;
}

/** What was tried in vain while something happened: `KIND REASON`. */
export function refused(simulator: Simulator, happen: () => void): ReadonlySet<string> {
  const kinds = new Set<string>();
  const stop = simulator.onMessage(({ kind, undelivered }: MessageAttempt) => {
    if (undelivered !== null) kinds.add(`${kind} ${undelivered}`);
  });
  happen();
  stop();
  return kinds;
}

/** Whether each operation that needs a new key succeeds. */
export async function newKeysComeTo(
  simulator: Simulator,
  other = OTHER_STANDARD,
): Promise<{
  readonly newMachine: boolean;
  readonly addedVtpm: boolean;
  readonly rekey: boolean;
}> {
  const { virtualMachines } = simulator.backend;
  const plain = { encrypted: false, powerState: "poweredOff" } as const;
  const withVtpm = machineSpec("plain", { ...plain, vtpm: true });
  return {
    newMachine: await isDone(virtualMachines.create(machineSpec("new"))),
    addedVtpm: await isDone(virtualMachines.reconfigure(`${VCENTER}/vm/plain`, withVtpm)),
    rekey: await isDone(
      virtualMachines.reconfigure(VM, machineSpec("till", { keyProvider: other })),
    ),
  };
}

/** A second key provider on the same key server, to re-key to. */
export const OTHER_STANDARD = "skp2";
export const OTHER_TRUSTED = "tkp2";

export const NATIVE_PROVIDER = `${VCENTER}/kp/${NATIVE}`;

async function isDone(operation: Promise<unknown>): Promise<boolean> {
  try {
    await operation;
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === "VsphereFault") return false;
    throw error;
  }
}
