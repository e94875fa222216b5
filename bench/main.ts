// `npm run bench [-- 1000 10000]`: plan, apply and drill of whole fleets, beside a peer in the same run. The
// peer of plan and apply is the `terraform` on the PATH with as many of its built-in objects; of start-up,
// a bare Node, and for the plugin one with gRPC; of a drill, the unwrapping of every key on every host with node:crypto and nothing else. The rows of
// the retail chain show the same from a program to its drill, and have no peer.
//
// `npm run bench -- expressions`: how many expressions are parsed and evaluated in a second on one core, which is to be
// at least 20,000 and 200,000, and a plan of thousands of them.
//
// `npm run bench -- terraform`: the same configurations of built-in objects by both.
//
// `npm run bench -- plugin`: the same of Holdfast's own resource types, by Terraform over the plugin protocol; and how long
// the plugin takes to its handshake, which is to be twice as long at most as a bare Node takes that loads gRPC.
//
// `npm run bench -- preview`: previews of two pull requests to the retail chain of 200 shops, beside the plans of their two
// sides. Each is to take 10 seconds at most on two cores, with the Node that action.yml names.
//
// `npm run bench -- large`: nothing but the drill of 10,000 hosts with 100,000 machines, which takes some minutes, most
// of them to build the estate. It is to stay below 120 seconds and 2 GiB on two cores.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { BUILT_IN_SCENARIOS } from "../src/drill/built-in-scenarios.js";
import { Simulator } from "../src/simulator/simulator.js";
import type { Commands, Pair } from "./beside-terraform.js";
import { buildEstate, type EstateSize, machinesIn, sizeOf } from "./estate.js";
import { expressionRates, planOutputs } from "./expressions.js";
import { fleetConfiguration, fleetOf, terraformDataConfiguration } from "./fleet.js";
import { type Measurement, measure, measureBest } from "./measure.js";
import { pluginStarts } from "./plugin-start.js";
import { previewsOfFleet, retailFleet } from "./retail-fleet.js";
import { builtIn } from "./terraform-data.js";
import { overThePlugin } from "./with-plugin.js";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const HOLDFAST = [process.execPath, join(ROOT, "dist/bin/holdfast.js")];

/** Terraform rewrites its whole state for each object: beyond this its apply takes minutes. */
const LARGEST_PEER_APPLY = 1_000;

const UNWRAPS = `
const c = require("node:crypto");
const kek = Buffer.alloc(32, 1), iv = Buffer.alloc(8, 0xa6);
const wrap = c.createCipheriv("id-aes256-wrap", kek, iv);
const wrapped = Buffer.concat([wrap.update(Buffer.alloc(32, 2)), wrap.final()]);
for (let i = 0; i < Number(process.argv[1]); i++) {
  const d = c.createDecipheriv("id-aes256-wrap", kek, iv);
  d.update(wrapped); d.final();
}`;

interface Row {
  readonly what: string;
  readonly ours: Measurement;
  readonly peer: string;
  readonly theirs: Measurement | undefined;
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const sizes = wanted.map(Number).filter(Boolean);
  const folder = mkdtempSync(join(tmpdir(), "holdfast-bench-"));
  try {
    if (wanted.includes("large")) {
      print(await drills(folder, { size: sizeOf(10_000, 32), scenarios: ["provider-outage"] }));
    } else if (wanted.includes("expressions")) print(await expressions(folder));
    else if (wanted.includes("terraform")) print(await besideTerraform(folder, builtIn));
    else if (wanted.includes("preview")) print(await previews(folder));
    else if (wanted.includes("plugin")) {
      print([await pluginStart(), ...(await besideTerraform(folder, overThePlugin))]);
    } else print(await everything(folder, sizes.length > 0 ? sizes : [1_000, 10_000]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function everything(folder: string, sizes: readonly number[]): Promise<readonly Row[]> {
  const rows = [await startUp(folder), await pluginStart()];
  for (const size of sizes) rows.push(...(await planAndApply(folder, size)));
  const scenarios = [...BUILT_IN_SCENARIOS.keys()];
  rows.push(...(await drills(folder, { size: sizeOf(400, 10), scenarios })));
  const fleet = await retailFleet(folder, ROOT, { holdfast: HOLDFAST });
  return [...rows, ...fleet.map((pair) => ({ ...pair, peer: "–" }))];
}

async function expressions(folder: string): Promise<readonly Row[]> {
  for (const { what, perSecond } of expressionRates()) {
    console.log(`${what}: ${perSecond.toLocaleString("en")} a second`);
  }
  const terraform = hasTerraform();
  const times = await planOutputs(folder, { holdfast: HOLDFAST, terraform });
  return [{ what: "plan of 5000 outputs", ...times, peer: "terraform" }];
}

async function besideTerraform(
  folder: string,
  compare: (folder: string, commands: Commands) => Promise<readonly Pair[]>,
): Promise<readonly Row[]> {
  const terraform = hasTerraform() ? ["terraform"] : undefined;
  const pairs = await compare(folder, { holdfast: HOLDFAST, terraform });
  return pairs.map((pair) => ({ ...pair, peer: "terraform" }));
}

async function previews(folder: string): Promise<readonly Row[]> {
  const pairs = await previewsOfFleet(folder, ROOT, { holdfast: HOLDFAST });
  return pairs.map((pair) => ({ ...pair, peer: "plan of base, plan of head" }));
}

async function startUp(folder: string): Promise<Row> {
  const ours = await measureBest(5, [...HOLDFAST, "--help"], folder);
  const theirs = await measureBest(5, [process.execPath, "-e", "0"], folder);
  return { what: "holdfast --help", ours, peer: "node -e 0", theirs };
}

async function pluginStart(): Promise<Row> {
  return { what: "plugin to handshake", ...(await pluginStarts(ROOT)), peer: "node with grpc-js" };
}

async function planAndApply(folder: string, size: number): Promise<readonly Row[]> {
  const cwd = join(folder, `holdfast-${size}`);
  mkdirSync(cwd);
  writeFileSync(join(cwd, "main.tf.json"), fleetConfiguration(fleetOf(size)));
  const run = (...args: string[]) => measure([...HOLDFAST, ...args, "--config", "."], { cwd });
  const terraform = await terraformTimes(folder, size);
  return [
    {
      what: `plan ${size} new`,
      ours: await run("plan"),
      peer: "terraform",
      theirs: terraform.plan,
    },
    {
      what: `apply ${size}`,
      ours: await run("apply", "--auto-approve"),
      peer: "terraform",
      theirs: terraform.apply,
    },
    {
      what: `plan ${size} no-op`,
      ours: await run("plan"),
      peer: "terraform",
      theirs: terraform.noOp,
    },
  ];
}

function hasTerraform(): boolean {
  const isThere = terraformVersion() !== undefined;
  if (!isThere) console.error("SKIPPED peer: there is no terraform on the PATH");
  return isThere;
}

/** Such as `Terraform v1.11.4`. */
function terraformVersion(): string | undefined {
  const { status, stdout } = spawnSync("terraform", ["version"], { encoding: "utf8" });
  return status === 0 ? stdout.split("\n")[0] : undefined;
}

interface TerraformTimes {
  readonly plan?: Measurement;
  readonly apply?: Measurement;
  readonly noOp?: Measurement;
}

async function terraformTimes(folder: string, size: number): Promise<TerraformTimes> {
  if (!hasTerraform()) return {};
  const cwd = join(folder, `terraform-${size}`);
  mkdirSync(cwd);
  writeFileSync(join(cwd, "main.tf.json"), terraformDataConfiguration(size));
  await measure(["terraform", "init"], { cwd });
  const plan = await measure(["terraform", "plan"], { cwd });
  if (size > LARGEST_PEER_APPLY) return { plan };
  const apply = await measure(["terraform", "apply", "-auto-approve"], { cwd });
  return { plan, apply, noOp: await measure(["terraform", "plan"], { cwd }) };
}

/** One estate through scenarios; that workloads are lost or locked in them is no failure. */
async function drills(
  folder: string,
  { size, scenarios }: { readonly size: EstateSize; readonly scenarios: readonly string[] },
): Promise<readonly Row[]> {
  const cwd = join(folder, "drill");
  const estate = await Simulator.open(join(cwd, ".holdfast/vsphere.db"));
  await buildEstate(size, estate);
  estate.close();
  const unwraps = machinesIn(size) * size.hostsPerCluster;
  const theirs = await measure([process.execPath, "-e", UNWRAPS, String(unwraps)], { cwd });
  console.error(`${size.clusters * size.hostsPerCluster} hosts, ${machinesIn(size)} machines:`);
  const rows: Row[] = [];
  for (const scenario of scenarios) {
    const command = [...HOLDFAST, "drill", "--scenario", scenario];
    const ours = await measure(command, { cwd, exits: [0, 3] });
    rows.push({ what: `drill ${scenario}`, ours, peer: "bare unwraps", theirs });
  }
  return rows;
}

function print(rows: readonly Row[]): void {
  const time = (m: Measurement | undefined) =>
    m === undefined ? "–" : `${m.seconds.toFixed(2)} s`;
  const memory = (m: Measurement | undefined) =>
    m?.peakMib === undefined ? "–" : `${m.peakMib} MiB`;
  const ratio = ({ ours, theirs }: Row) =>
    theirs === undefined ? "–" : `${(ours.seconds / theirs.seconds).toFixed(2)} ×`;
  const longest = Math.max(...rows.map(({ what }) => what.length)) + 2;
  const versions = [`Node ${process.version}`, terraformVersion() ?? "no Terraform"];
  console.log(`${versions.join(", ")}, ${availableParallelism()} cores`);
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(longest) : cell.padStart(12))).join("");
  console.log(line(["", "holdfast", "memory", "peer", "memory", "ratio", "  peer is"]));
  for (const row of rows) {
    const { ours, theirs } = row;
    const cells = [row.what, time(ours), memory(ours), time(theirs), memory(theirs), ratio(row)];
    console.log(`${line(cells)}  ${row.peer}`);
  }
}

await main();
