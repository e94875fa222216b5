// The compiler copies only what is imported. Data files that are read at run time (JSON Schemas, scenario
// files) are put beside the compiled code here, and the build is marked complete.

import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const isData = (path) => !path.includes(".") || /\.(json|yaml)$/.test(path);

mkdirSync(join(ROOT, "dist"), { recursive: true });
cpSync(join(ROOT, "src"), join(ROOT, "dist/src"), {
  recursive: true,
  filter: (path) => isData(path.slice(ROOT.length)),
});
writeFileSync(join(ROOT, "dist/.built"), "");
