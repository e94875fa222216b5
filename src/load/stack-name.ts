// The name that CDKTF writes into a stack's file.

import { isJsonObject } from "../model/json.js";
import type { SourceFile } from "./source-file.js";

export function stackNameIn({ json }: SourceFile): string | undefined {
  const comment = isJsonObject(json) ? json["//"] : undefined;
  const metadata = isJsonObject(comment) ? comment.metadata : undefined;
  const name = isJsonObject(metadata) ? metadata.stackName : undefined;
  return typeof name === "string" ? name : undefined;
}
