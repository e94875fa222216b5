// A preview that another run wrote. That run may have been of a stranger's pull request, so nothing of it is believed: it is
// a file and no link, not longer than a preview can be, and what it says is looked at field by field before it is shown.

import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { describeFault } from "../files/file-fault.js";
import { parseJson } from "../files/parse-json.js";
import { quotable } from "../forge/forge-failure.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import type { Preview } from "../model/preview.js";
import { validatePreview } from "../schema/generated/preview-validator.js";
import { CommandFailed } from "./describe-failure.js";

/** In the folder that `holdfast preview` writes to. */
export const PREVIEW_FILE = "preview.json";

const UNUSABLE = "The preview cannot be used";
const MADE_BY = 'The stage before, "holdfast preview", writes it.';
const LONGEST_BYTES = 64 * 2 ** 20;
const MOST_PROBLEMS = 10;

/** @throws CommandFailed for a folder without a preview, and for what is none. */
export async function readPreview(folder: string): Promise<Preview> {
  const path = join(folder, PREVIEW_FILE);
  const parsed = parseJson(await readText(path), path);
  if (parsed.error !== undefined) throw new CommandFailed([parsed.error]);
  if (validatePreview(parsed.value)) return parsed.value as Preview;
  const errors = validatePreview.errors ?? [];
  const listed = errors.slice(0, MOST_PROBLEMS).map((error) => {
    const pointer = quotable(error.instancePath || "/", "");
    return `${pointer} ${error.message ?? "is wrong"}`;
  });
  const more = errors.length - listed.length;
  const rest = more > 0 ? `; and ${more} more` : "";
  const detail = `It is not a preview as this version of Holdfast knows it: ${listed.join("; ")}${rest}. ${MADE_BY} Both must be of versions that go together.`;
  throw new CommandFailed([errorDiagnostic(UNUSABLE, detail, { source: { file: path } })]);
}

async function readText(path: string): Promise<string> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const stat = await file.stat();
      if (!stat.isFile()) throw unusable(path, "It is not a file.");
      if (stat.size > LONGEST_BYTES) {
        throw unusable(path, `It has ${stat.size} bytes; a preview has ${LONGEST_BYTES} at most.`);
      }
      return await file.readFile("utf8");
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof CommandFailed) throw error;
    if ((error as NodeJS.ErrnoException).code === "ELOOP") throw unusable(path, "It is a link.");
    const fault = describeFault(error, { summary: UNUSABLE, doing: "read", path });
    throw new CommandFailed([{ ...fault, detail: `${fault.detail} ${MADE_BY}` }]);
  }
}

function unusable(file: string, reason: string): CommandFailed {
  return new CommandFailed([
    errorDiagnostic(UNUSABLE, `${reason} ${MADE_BY}`, { source: { file } }),
  ]);
}
