// Same seed, same bytes: whatever the order objects are made in, whichever copy it happens on.

import { describe, expect, it } from "vitest";
import { Simulator } from "../../src/simulator/simulator.js";
import { snapshotTables, snapshotText } from "../support/snapshot-text.js";
import { CLUSTER, isRunning, KEY_SERVER, machineSpec, smallEstate } from "./declare.js";

const NAMES = ["a", "b", "c", "d", "e", "f"];

/** Everything that was derived for machines and at key servers, by machine. */
function derived(simulator: Simulator): unknown {
  const tables = snapshotTables<Record<string, unknown>>(snapshotText(simulator));
  const volumes = (record: Record<string, unknown>) => [
    record.uuid,
    record.home,
    record.disks,
    record.nvram,
  ];
  return {
    machines: tables.virtualMachines?.map(([path, record]) => [path, volumes(record)]),
    keys: tables.serverKeys,
    onHosts: tables.hostKeys,
  };
}

async function estateMadeIn(names: readonly string[], seed = "seed"): Promise<Simulator> {
  const simulator = await smallEstate({ seed, keyPersistence: true });
  const { virtualMachines } = simulator.backend;
  await Promise.all(names.map((name) => virtualMachines.create(machineSpec(name, { vtpm: true }))));
  return simulator;
}

function drill(simulator: Simulator): readonly string[] {
  const told: string[] = [];
  simulator.onEvent((event) => told.push(JSON.stringify(event)));
  simulator.advance(7200);
  simulator.operators.inject({ kind: "unreachable", target: KEY_SERVER });
  simulator.operators.powerLoss(`${CLUSTER}/esx1`);
  simulator.advance(600);
  simulator.operators.powerOn(`${CLUSTER}/esx1`);
  simulator.advance(7200);
  return told;
}

describe("a seed", () => {
  it("gives the same keys in whatever order machines are made", async () => {
    const forwards = await estateMadeIn(NAMES);
    const backwards = await estateMadeIn([...NAMES].reverse());
    expect(derived(backwards)).toEqual(derived(forwards));
  });

  it("gives other keys than another seed", async () => {
    const [one, other] = [await estateMadeIn(["a"], "one"), await estateMadeIn(["a"], "other")];
    const keys = [one, other].map((s) => snapshotTables(snapshotText(s)).serverKeys);
    expect(keys[0]).not.toEqual(keys[1]);
  });

  it("gives a machine made again other keys than it had", async () => {
    const simulator = await estateMadeIn(["a"]);
    const before = await simulator.backend.virtualMachines.read("vc/vm/a");
    await simulator.backend.virtualMachines.destroy("vc/vm/a");
    const after = await simulator.backend.virtualMachines.create(machineSpec("a"));
    expect(after.homeKeyId).not.toBe(before?.homeKeyId);
    expect(after.uuid).not.toBe(before?.uuid);
  });

  it("gives the same history, event by event, and the same world", async () => {
    const [one, two] = [await estateMadeIn(NAMES), await estateMadeIn(NAMES)];
    expect(drill(one)).toEqual(drill(two));
    expect(one.digest()).toBe(two.digest());
  });

  it("never wraps two keys under one nonce: every nonce in a world is its own", async () => {
    const simulator = await estateMadeIn(NAMES);
    simulator.advance(7200);
    const nonces = [...snapshotText(simulator).matchAll(/"nonce":"([^"]+)"/g)].map(([, n]) => n);
    expect(nonces.length).toBeGreaterThan(NAMES.length);
    expect(new Set(nonces).size).toBe(nonces.length);
  });
});

describe("a copy", () => {
  it("is the same and goes its own way", async () => {
    const simulator = await estateMadeIn(NAMES);
    const before = simulator.digest();
    const fork = simulator.fork();
    expect(fork.digest()).toBe(before);
    drill(fork);
    expect(simulator.digest()).toBe(before);
    expect(fork.digest()).not.toBe(before);
  });

  it("goes the same way from a snapshot", async () => {
    const simulator = await estateMadeIn(NAMES);
    const restored = Simulator.fromSnapshot(simulator.snapshot());
    expect(drill(restored)).toEqual(drill(simulator));
    expect(restored.digest()).toBe(simulator.digest());
    expect(isRunning(restored, "vc/vm/a")).toBe(true);
  });

  it.each([
    ["{", /stops too early/],
    ['{"key": s3cr3t}', /not valid JSON. A value is expected here. Line 1, column 9.$/],
    ["{}", /not a snapshot/],
    ["[1]\n[2]\n", /not a snapshot/],
    ['{"format":"holdfast.simulator/99","tables":{}}', /reads holdfast.simulator\/4/],
    ['{"format":"holdfast.simulator/99"}\n["hosts","a",{}]\n', /reads holdfast.simulator\/4/],
    ['{"format":"holdfast.simulator/2","tables":{}}', /damaged/],
    ['{"format":"holdfast.simulator/1","tables":{}}', /damaged/],
    ['{"format":"holdfast.simulator/1","tables":{"worlds":[["world",{}],3]}}', /damaged/],
    ['{"format":"holdfast.simulator/1","tables":{"worlds":[["other",{}]]}}', /damaged/],
    ['{"format":"holdfast.simulator/4"}\n{"rows":0}\n', /damaged/],
    ['{"format":"holdfast.simulator/3"}\n{"rows":0}\n', /damaged/],
  ])("is not made from %s", (text, sentence) => {
    expect(() => Simulator.fromSnapshot(text)).toThrow(sentence);
  });

  describe("of which a line is", () => {
    const damage = async (change: (lines: string[]) => void) => {
      const lines = snapshotText(await estateMadeIn(["a"])).split("\n");
      change(lines);
      return () => Simulator.fromSnapshot(lines.join("\n"));
    };
    const at = (line: number, message: string) => expect.objectContaining({ line, message });

    it.each([
      ["no JSON", '["hosts","canary', "not valid JSON"],
      ["no row", "3", "damaged"],
      ["a row of an unknown table", '["canaries","a",{}]', "damaged"],
      ["a row without a record", '["hosts","a",null]', "damaged"],
    ])("%s is refused with the line, and without its text", async (_, text, word) => {
      const read = await damage((lines) => lines.splice(4, 1, text));
      expect(read).toThrow(at(5, `Line 5 of the snapshot is ${word}.`));
    });

    it("missing is not made", async () => {
      expect(await damage((lines) => lines.splice(-4, 1))).toThrow("damaged");
      expect(await damage((lines) => lines.splice(-3))).toThrow("stops too early");
    });

    it("behind the keys of hosts is not made", async () => {
      const moved = await damage((lines) => {
        const [row = ""] = lines.splice(4, 1);
        lines.splice(-2, 0, row);
      });
      expect(moved).toThrow("damaged");
    });

    it("empty is made all the same", async () => {
      const [whole, spaced] = [
        await damage(() => {}),
        await damage((lines) => lines.splice(4, 0, "")),
      ];
      expect(spaced().digest()).toBe(whole().digest());
    });
  });

  it("a probe leaves no trace", async () => {
    const simulator = await estateMadeIn(NAMES);
    simulator.operators.powerLoss(`${CLUSTER}/esx2`);
    const before = simulator.digest();
    const told: unknown[] = [];
    simulator.onEvent((event) => told.push(event));
    simulator.onMessage((message) => told.push(message));
    simulator.couldStart({ vm: "vc/vm/a", host: `${CLUSTER}/esx1` });
    simulator.couldStart({ vm: "vc/vm/a", host: `${CLUSTER}/esx2` });
    expect(simulator.digest()).toBe(before);
    expect(told).toEqual([]);
  });
});
