// The GitHub Action as the one file that repositories get which use it: nothing is installed before it runs. It is
// committed, so the same sources must give the same bytes; a test bundles again and compares.

import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Text of action/index.mjs. */
export async function bundleAction() {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: ["src/cli/action/main.ts"],
    outfile: "action/index.mjs",
    write: false,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    banner: { js: '// Made by "npm run build" from src/cli/action. Do not edit.' },
    legalComments: "none",
    logLevel: "warning",
  });
  return outputFiles[0].text;
}
