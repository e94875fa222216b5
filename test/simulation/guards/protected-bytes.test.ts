// A verdict of survival hangs on every protected byte: whichever one is changed, of the archive on the boot
// disk, of a data key's bundle, of what was written under it, nothing starts any more, while every setting is
// what it was. A drill does not say that it survived, though the predictor sees settings and ids alone.

import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { defaultScenario } from "../../../src/drill/resolve-scenario.js";
import { runDrill } from "../../../src/drill/run-drill.js";
import type { Verdict } from "../../../src/model/survival.js";
import { Simulator } from "../../../src/simulator/simulator.js";
import { snapshotOf, snapshotTables, snapshotText } from "../../support/snapshot-text.js";
import { CLUSTER, hostSpec, machineSpec, smallEstate } from "../declare.js";

const HOST = `${CLUSTER}/esx1`;
const APP = "vc/vm/app";

/** Where in a snapshot protected bytes are: table, row, path of the base64 text. */
const PROTECTED: readonly (readonly [string, string, readonly string[]])[] = [
  ["archives", HOST, ["image", "ciphertext"]],
  ["archives", HOST, ["image", "nonce"]],
  ["archives", HOST, ["image", "tag"]],
  ["archives", HOST, ["image", "protection", "sealedKey"]],
  ["virtualMachines", APP, ["home", "bundle", "wrappedKey"]],
  ["virtualMachines", APP, ["home", "sector"]],
  ["virtualMachines", APP, ["nvram", "ciphertext"]],
  ["virtualMachines", APP, ["nvram", "nonce"]],
  ["virtualMachines", APP, ["nvram", "tag"]],
  ["virtualMachines", APP, ["disks", "0", "volume", "bundle", "wrappedKey"]],
  ["virtualMachines", APP, ["disks", "0", "volume", "sector"]],
];

let snapshot: string;

beforeAll(async () => {
  const simulator = await smallEstate({ hosts: [hostSpec("esx1")], keyPersistence: true });
  await simulator.backend.virtualMachines.create(machineSpec("app", { vtpm: true }));
  simulator.advance(3 * 3600);
  snapshot = snapshotText(simulator);
});

describe("a machine whose keys are stored", () => {
  it("survives the outage", () => {
    expect(drill(Simulator.fromSnapshot(snapshot))).toBe("survived");
  });

  it.each(PROTECTED)("does not start once a bit in %s %s %s is another", (table, row, path) => {
    const anyBit = fc.nat({ max: 1_000_000 });
    fc.assert(
      fc.property(anyBit, (bit) => {
        const simulator = Simulator.fromSnapshot(withFlippedBit({ table, row, path, bit }));
        expect(simulator.estate().hosts.get(HOST)).toMatchObject({
          keyPersistence: true,
          mode: "TPM",
        });
        expect(storedKeyIds(simulator)).toEqual(storedKeyIds(Simulator.fromSnapshot(snapshot)));
        powerCycle(simulator);
        expect(simulator.estate().virtualMachines.get(APP)?.running).toBe(false);
      }),
      { numRuns: 12, examples: [[0]] },
    );
  });

  it.each(PROTECTED)("survives no drill once a bit in %s %s %s is another", (table, row, path) => {
    const simulator = Simulator.fromSnapshot(withFlippedBit({ table, row, path, bit: 0 }));
    expect(["locked", "lost"]).toContain(drill(simulator));
  });

  it("is lost in the drill once its data key does not unwrap, which no setting shows", () => {
    const path = ["home", "bundle", "wrappedKey"];
    const flipped = withFlippedBit({ table: "virtualMachines", row: APP, path, bit: 0 });
    expect(drill(Simulator.fromSnapshot(flipped))).toBe("lost");
  });
});

function drill(simulator: Simulator): Verdict {
  const request = { simulator, scenario: defaultScenario(), settle: false };
  const { verdict, workloads } = runDrill(request);
  expect(workloads.map(({ workload }) => workload)).toEqual([`vm:${APP}`]);
  return verdict;
}

function storedKeyIds(simulator: Simulator): readonly string[] {
  const ids = simulator.estate().hosts.get(HOST)?.present?.storedKeyIds ?? [];
  return [...ids].sort();
}

/** The key server is gone before the power is. */
function powerCycle(simulator: Simulator): void {
  simulator.operators.keyServerDown("vc/kms/kms1");
  simulator.operators.powerLoss(HOST);
  simulator.advance(600);
  simulator.operators.powerOn(HOST);
  simulator.advance(0);
}

interface Flip {
  readonly table: string;
  readonly row: string;
  readonly path: readonly string[];
  /** Modulo the number of bits that there are. */
  readonly bit: number;
}

function withFlippedBit({ table, row, path, bit }: Flip): string {
  const tables = snapshotTables<Json>(snapshot);
  const found = tables[table]?.find(([id]) => id === row);
  if (found === undefined) throw new Error(`no row ${row} in ${table}`);
  found[1] = changeAt(found[1], path, (text) => flipBit(text, bit));
  return snapshotOf(tables);
}

type Json = string | Json[] | { [name: string]: Json };

function changeAt(
  value: Json | undefined,
  [name, ...rest]: readonly string[],
  change: (text: string) => string,
): Json {
  if (name === undefined) {
    if (typeof value !== "string") throw new Error("there is no text at the end of the path");
    return change(value);
  }
  if (Array.isArray(value))
    return value.with(Number(name), changeAt(value[Number(name)], rest, change));
  if (typeof value !== "object") throw new Error(`nothing has a ${name}`);
  return { ...value, [name]: changeAt(value[name], rest, change) };
}

function flipBit(base64: string, bit: number): string {
  const bytes = Buffer.from(base64, "base64");
  const at = bit % (bytes.length * 8);
  const byte = Math.floor(at / 8);
  bytes[byte] = (bytes[byte] ?? 0) ^ (1 << (at % 8));
  return bytes.toString("base64");
}
