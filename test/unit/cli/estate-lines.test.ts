import { describe, expect, it } from "vitest";
import { estateJson } from "../../../src/cli/estate-lines.js";
import { machineSpec, smallEstate } from "../../simulation/declare.js";

describe("an estate as JSON", () => {
  it("lists the ids of keys, those that the hosts of a cluster have in common with their own", async () => {
    const simulator = await smallEstate();
    for (const name of ["a", "b"])
      await simulator.backend.virtualMachines.create(machineSpec(name));
    simulator.advance(300);
    const estate = simulator.estate();
    const shown = { file: "vsphere.db", seed: simulator.seed, estate, faults: [] };
    const { hosts } = JSON.parse(JSON.stringify(estateJson(shown)));
    const expected = [...estate.hosts.values()].map(({ present }) =>
      [...(present?.cachedKeyIds ?? [])].sort(),
    );
    expect(expected.map(({ length }) => length)).toEqual([3, 3]);
    expect(
      hosts.map((host: { present: { cachedKeyIds: unknown } }) => host.present.cachedKeyIds),
    ).toEqual(expected);
  });
});
