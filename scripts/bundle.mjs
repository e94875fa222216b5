// The command line as few files. A plan is made of four hundred modules, and Node takes longer to find and read
// each of them than Holdfast to plan a small estate. What is loaded only when needed stays a file of its own.

import { cpSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

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
