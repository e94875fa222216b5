// The provider on the simulated vSphere, in memory.

import { Simulator } from "../../../src/simulator/simulator.js";
import { describeProviderContract } from "./provider-contract.js";

describeProviderContract("the simulator in memory", () =>
  Promise.resolve(Simulator.inMemory().backend),
);
