// The contract of the port, against the simulated vSphere in memory, in a file, and in a copy.

import { join } from "node:path";
import { onTestFinished } from "vitest";
import { Simulator } from "../../../src/simulator/simulator.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { describeBackend } from "./backend-contract.js";

describeBackend("in memory", async () => Simulator.inMemory().backend);

describeBackend("a copy", async () => Simulator.inMemory().fork().backend);

describeBackend("in a file", async () => {
  const simulator = await Simulator.open(join(temporaryFolder(), "vsphere.db"));
  onTestFinished(() => simulator.close());
  return simulator.backend;
});
