// The command line as few files. A plan is made of four hundred modules, and Node takes longer to find and read
// each of them than Holdfast to plan a small estate. What is loaded only when needed stays a file of its own.

import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { AS_SCRIPT } from "./as-script.mjs";
import { bundleAction } from "./bundle-action.mjs";
import { bundleConstructs } from "./bundle-constructs.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FOLDER = join(ROOT, "dist/bin");
/** Read at run time, beside the code that reads it. */
const DATA = "src/drill/scenario.schema.json";

rmSync(FOLDER, { recursive: true, force: true });
await build({
  entryPoints: { holdfast: join(ROOT, "src/cli/main.ts") },
  outdir: FOLDER,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  packages: "external",
  logLevel: "warning",
});
cpSync(join(ROOT, DATA), join(FOLDER, "scenario.schema.json"));

// The Terraform plugin: one file that is no module, for Terraform starts it under a name without an extension. What
// cannot be in it is put beside it by `holdfast terraform install`: the native part of libsql.
const PLUGIN = join(ROOT, "dist/plugin");
const EXECUTABLE = join(PLUGIN, "terraform-provider-holdfast");
rmSync(PLUGIN, { recursive: true, force: true });
await build({
  ...AS_SCRIPT,
  entryPoints: [join(ROOT, "src/plugin/main.ts")],
  outfile: EXECUTABLE,
  legalComments: "none",
});
chmodSync(EXECUTABLE, 0o755);
cpSync(join(ROOT, DATA), join(PLUGIN, "scenario.schema.json"));
// Whatever folder it is put into, also one of a program that is made of modules.
writeFileSync(join(PLUGIN, "package.json"), '{ "type": "commonjs" }\n');

await bundleConstructs(join(ROOT, "dist/constructs"));

mkdirSync(join(ROOT, "action"), { recursive: true });
writeFileSync(join(ROOT, "action/index.mjs"), await bundleAction());
