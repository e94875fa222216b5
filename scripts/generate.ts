// Writes everything that is derived from src/schema/resources: TypeScript types, the Terraform provider
// schema, the L1 constructs and the attribute tables of the documents. `--check` writes nothing and fails
// when a committed file differs. Neither Terraform nor a network is needed.

import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findDrift } from "./generate/find-drift.js";
import { GENERATED_FOLDERS, generateFiles } from "./generate/generate-files.js";

const root = fileURLToPath(new URL("..", import.meta.url));

const files = await generateFiles(root);
const drift = await findDrift(root, files);
if (process.argv.includes("--check")) {
  for (const path of drift) console.error(`differs from its schema: ${path}`);
  if (drift.length > 0) console.error("Run: npm run generate");
  process.exitCode = drift.length > 0 ? 1 : 0;
} else {
  await writeFiles();
  console.log(`${files.size} files in ${GENERATED_FOLDERS.join(", ")}; ${drift.length} changed.`);
}

async function writeFiles(): Promise<void> {
  for (const path of drift) {
    const target = join(root, path);
    const text = files.get(path);
    if (text === undefined) {
      await rm(target);
    } else {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, text);
    }
  }
}
