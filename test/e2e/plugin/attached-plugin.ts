// A plugin that runs beside Terraform, which attaches to it: that spares Terraform three starts a command. Terraform never
// ends it, so whoever starts it does.

import { spawn } from "node:child_process";
import { join } from "node:path";
import { cleanEnvironment, ROOT } from "../../support/run-holdfast.js";

const PLUGIN = join(ROOT, "dist/plugin/terraform-provider-holdfast");
const START_MILLISECONDS = 30_000;
const END_MILLISECONDS = 10_000;

export interface AttachedPlugin {
  /** What TF_REATTACH_PROVIDERS is. */
  readonly reattachment: string;
  readonly isRunning: () => boolean;
  /** The exit code; null for one that had to be killed. */
  readonly end: () => Promise<number | null>;
}

/** Rejects when the plugin has not said where it listens in half a minute. */
export async function startPlugin(folder: string): Promise<AttachedPlugin> {
  const child = spawn(PLUGIN, ["--debug"], {
    cwd: folder,
    env: cleanEnvironment(),
    stdio: ["ignore", "pipe", "ignore"],
  });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const kill = (milliseconds: number) => setTimeout(() => child.kill("SIGKILL"), milliseconds);
  const late = kill(START_MILLISECONDS);
  const reattachment = await new Promise<string>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the plugin ended with ${code}`)));
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      const said = /TF_REATTACH_PROVIDERS='(.*)'/.exec(text)?.[1];
      if (said !== undefined) resolve(said);
    });
  });
  clearTimeout(late);
  return {
    reattachment,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    end: async () => {
      child.kill("SIGTERM");
      const stuck = kill(END_MILLISECONDS);
      const code = await exited;
      clearTimeout(stuck);
      return code;
    },
  };
}
