// GitHub's own parser of workflows and actions. The package is made for bundlers, so it is bundled first: Node would not
// import the JSON in it.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as workflows from "@actions/workflow-parser";
import type * as actions from "@actions/workflow-parser/actions/index";
import { build } from "esbuild";
import { temporaryFolder } from "./temporary-folder.js";

export type WorkflowParser = Pick<
  typeof workflows,
  "parseWorkflow" | "convertWorkflowTemplate" | "NoOperationTraceWriter"
> &
  Pick<typeof actions, "parseAction">;

/** For one test. */
export async function loadWorkflowParser(): Promise<WorkflowParser> {
  const { outputFiles } = await build({
    stdin: {
      contents:
        'export * from "@actions/workflow-parser"; export { parseAction } from "@actions/workflow-parser/actions/index";',
      resolveDir: process.cwd(),
    },
    write: false,
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
  });
  const file = join(temporaryFolder(), "workflow-parser.mjs");
  writeFileSync(file, outputFiles[0]?.text ?? "");
  return (await import(pathToFileURL(file).href)) as WorkflowParser;
}
