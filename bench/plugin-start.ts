// How long the Terraform plugin takes from its start to its handshake line, beside a bare Node that has loaded gRPC and no
// more. A plan starts it three times and more, so it is to take twice as long at most. The runs of both alternate.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeIdentity } from "../src/plugin/handshake.js";
import type { Measurement } from "./measure.js";

const RUNS = 15;
const LONGEST_MILLISECONDS = 30_000;

/** go-plugin's, by which a plugin knows that a host starts it. */
const COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";
/** With it the plugin makes one of its own, as in Terraform's hands. */
const CLIENT_CERTIFICATE = makeIdentity(new Date()).certificateText;
const PEER =
  'require("@grpc/grpc-js"); process.stdout.write("ready\\n"); setInterval(() => {}, 1e6);';

/** The least of several runs each. `root` is the folder of the package, built. */
export async function pluginStarts(
  root: string,
): Promise<{ readonly ours: Measurement; readonly theirs: Measurement }> {
  const plugin = [join(root, "dist/plugin/terraform-provider-holdfast")];
  const peer = [process.execPath, "-e", PEER];
  const ours: number[] = [];
  const theirs: number[] = [];
  const sockets = mkdtempSync(join(tmpdir(), "hf-"));
  try {
    for (let i = 0; i < RUNS; i++) {
      ours.push(await secondsToFirstLine(plugin, { root, sockets }));
      theirs.push(await secondsToFirstLine(peer, { root, sockets }));
    }
  } finally {
    rmSync(sockets, { recursive: true, force: true });
  }
  const least = (seconds: readonly number[]) => ({
    seconds: Math.min(...seconds),
    peakMib: undefined,
  });
  return { ours: least(ours), theirs: least(theirs) };
}

async function secondsToFirstLine(
  [file = "", ...args]: readonly string[],
  { root, sockets }: { readonly root: string; readonly sockets: string },
): Promise<number> {
  const started = process.hrtime.bigint();
  const child = spawn(file, args, {
    cwd: root,
    env: {
      ...process.env,
      TF_PLUGIN_MAGIC_COOKIE: COOKIE,
      PLUGIN_PROTOCOL_VERSIONS: "5,6",
      PLUGIN_UNIX_SOCKET_DIR: sockets,
      PLUGIN_CLIENT_CERT: CLIENT_CERTIFICATE,
    },
    stdio: ["ignore", "pipe", "ignore"],
    timeout: LONGEST_MILLISECONDS,
  });
  const exited = once(child, "exit");
  const isSaid = await Promise.race([once(child.stdout, "data").then(() => true), exited]);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (isSaid !== true) throw new Error(`${file} ended before it said anything`);
  child.kill("SIGTERM");
  await exited;
  return seconds;
}
