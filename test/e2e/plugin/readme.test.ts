// The README's five lines from a clone to `terraform apply`, typed as they stand there.

import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cleanEnvironment, ended, ROOT } from "../../support/run-holdfast.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { isTerraformPresent, requireTerraform } from "./real-terraform.js";

requireTerraform("the README's way to terraform apply");

/** What a clone has that was installed and built. */
const BUILT = ["node_modules", "dist", "src", "constructs", "scripts", "tsconfig.json"];

describe.skipIf(!isTerraformPresent)("the README's way to terraform apply", () => {
  it("leads there", async () => {
    const clone = temporaryFolder();
    for (const name of BUILT) symlinkSync(join(ROOT, name), join(clone, name));
    // With their times, or it would be built again.
    for (const name of ["package.json", "package-lock.json"]) {
      cpSync(join(ROOT, name), join(clone, name), { preserveTimestamps: true });
    }
    mkdirSync(join(clone, "examples/edge-site"), { recursive: true });
    for (const name of ["main.ts", "cdktf.json"]) {
      cpSync(join(ROOT, "examples/edge-site", name), join(clone, "examples/edge-site", name));
    }
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    const lines = /<!-- terraform:begin -->\n```\n([\s\S]*?)```\n<!-- terraform:end -->/.exec(
      readme,
    )?.[1];
    expect(lines?.trim().split("\n")).toHaveLength(5);
    const env = cleanEnvironment({ CHECKPOINT_DISABLE: "1", NO_COLOR: "1" });
    const shell = spawn("bash", ["-euc", lines ?? ""], { cwd: clone, env, stdio: "pipe" });
    shell.stdin.end("yes\n");
    const { code, stdout, stderr } = await ended(shell);
    expect([code, stderr.replace(/^holdfast: .*\n/gm, "")]).toEqual([0, expect.anything()]);
    expect(stdout).toMatch(/Apply complete! Resources: \d+ added, 0 changed, 0 destroyed\./);
  });
});
