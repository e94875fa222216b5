// Writes everything that is derived from src/schema/resources: TypeScript types, the Terraform provider
// schema, the L1 constructs and the attribute tables of the documents. `--check` writes nothing and fails
// when a committed file differs. Neither Terraform nor a network is needed.

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describeFault } from "../src/files/file-fault.js";
import { NODE_FILES } from "../src/files/file-system.js";
import { writeFileAtomically } from "../src/files/write-file.js";
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
    try {
      await replace(target, files.get(path));
    } catch (error) {
      const summary = "A generated file could not be written";
      console.error(describeFault(error, { summary, doing: "written", path }).detail);
      process.exit(1);
    }
  }
}

async function replace(target: string, text: string | undefined): Promise<void> {
  if (text === undefined) return await NODE_FILES.remove(target);
  await NODE_FILES.makeFolder(dirname(target));
  await writeFileAtomically(NODE_FILES, target, text);
}
