// Makes a fresh clone ready: installs the locked dependencies and builds, each only when needed. It runs
// before `npm run demo` and `npm test`, so it is plain JavaScript and imports nothing that is installed.

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MINIMUM_NODE = [20, 19];
const SOURCES = ["src", "constructs", "tsconfig.json", "package.json"];

refuseOldNode();
if (isOlder("node_modules/.package-lock.json", ["package-lock.json"])) {
  run("installing dependencies", "npm", ["ci", "--no-audit", "--no-fund"]);
}
if (isOlder("dist/.built", SOURCES)) {
  run("building", process.execPath, ["node_modules/typescript/bin/tsc", "-b"]);
  run("bundling the command line", process.execPath, ["scripts/bundle.mjs"]);
  run("copying data files", process.execPath, ["scripts/copy-data.mjs"]);
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [needMajor, needMinor] = MINIMUM_NODE;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  fail(`Holdfast needs Node ${MINIMUM_NODE.join(".")} or later; this is ${process.versions.node}.`);
}

function isOlder(target, sources) {
  const path = join(ROOT, target);
  if (!existsSync(path)) return true;
  const made = statSync(path).mtimeMs;
  return sources.some((source) => newestChange(join(ROOT, source)) > made);
}

function newestChange(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const inside = readdirSync(path).map((name) => newestChange(join(path, name)));
  return Math.max(stat.mtimeMs, ...inside);
}

function run(what, command, args) {
  process.stderr.write(`holdfast: ${what} …\n`);
  const windows = process.platform === "win32" && command === "npm";
  const { status, error } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ["ignore", 2, 2],
    shell: windows,
  });
  if (status !== 0) fail(`${what} failed${error ? `: ${error.message}` : ""}`);
}

function fail(message) {
  process.stderr.write(`holdfast: ${message}\n`);
  process.exit(1);
}
