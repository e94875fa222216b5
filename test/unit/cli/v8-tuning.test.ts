// A flag that V8 does not know is complained of on stderr by every command, or ends the program before it begins.

import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { OPTIMISER_FLAGS } from "../../../src/cli/v8-tuning.js";

const TUNING = new URL("../../../dist/src/cli/v8-tuning.js", import.meta.url).href;

it("sets only what this Node knows, on its command line and while it runs", () => {
  const script = `import { holdYoungGeneration, optimiseLater } from ${JSON.stringify(TUNING)};
    optimiseLater();
    holdYoungGeneration();
    console.log("set");`;
  const args = [...OPTIMISER_FLAGS, "--input-type=module", "--eval", script];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "set\n", stderr: "" });
});
