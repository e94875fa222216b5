// One mistake does not hide the others: where something is wrong already, the rules of all resources are held too.

import { describe, expect, it } from "vitest";
import { loadConfiguration } from "../../../src/load/load-configuration.js";
import { validateObject } from "../../../src/provider/make-provider.js";
import { providerSchema } from "../../../src/schema/resource-schemas.js";
import { CLUSTER, estate, FILE } from "./load.js";
import { memoryReader } from "./memory-files.js";

async function mistakes(json: object): Promise<readonly string[]> {
  const { diagnostics } = await loadConfiguration({
    path: FILE,
    reader: memoryReader({ [FILE]: json }),
    schema: providerSchema,
    rules: async () => validateObject,
  });
  return diagnostics.map(({ address, attribute }) => `${address} ${attribute?.join(".")}`);
}

const machine = (more: object) => ({ name: "m", cluster: "${holdfast_cluster.c.id}", ...more });

describe("the rules of resources beside other mistakes", () => {
  it("are held in every resource, values and what goes together", async () => {
    const found = await mistakes(
      estate({
        resource: {
          holdfast_cluster: { c: { ...CLUSTER, ha: "yes", storage: "nfs" } },
          holdfast_virtual_machine: {
            vtpm: machine({ name: "a", vtpm: true, firmware: "bios" }),
            power: machine({ name: "b", power_state: "running" }),
            fine: machine({ name: "c" }),
          },
        },
      }),
    );
    expect(found).toEqual([
      "holdfast_cluster.c ha",
      "holdfast_cluster.c storage",
      "holdfast_virtual_machine.vtpm vtpm",
      "holdfast_virtual_machine.power power_state",
    ]);
  });

  it("do not guess from an attribute that is itself in error", async () => {
    const found = await mistakes(
      estate({
        resource: {
          holdfast_virtual_machine: { a: machine({ vtpm: "perhaps", firmware: "bios" }) },
        },
      }),
    );
    expect(found).toEqual(["holdfast_virtual_machine.a vtpm"]);
  });

  it("are left to the plan where nothing else is wrong", async () => {
    expect(
      await mistakes(
        estate({
          resource: { holdfast_virtual_machine: { a: machine({ power_state: "running" }) } },
        }),
      ),
    ).toEqual([]);
  });
});
