// Blocks `moved` and `import`: what an object was called before, and which object is taken over.

import type { InstanceAddress } from "../model/address.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import { type Draft, readExpressionOf } from "./draft.js";
import { type Block, type Property, sourceOf, takeArguments } from "./json-body.js";
import { readInstanceAddress } from "./read-static-reference.js";

const MOVED = { block: "a moved block", known: ["from", "to"] };

export function readMoved(block: Block, draft: Draft): void {
  const given = takeArguments(block, MOVED, draft.report);
  const from = requireAddress(block, given.get("from"), "from", draft);
  const to = requireAddress(block, given.get("to"), "to", draft);
  if (from === undefined || to === undefined) return;
  if (from.resource.type !== to.resource.type) {
    const detail = `An object of type ${from.resource.type} cannot become one of type ${to.resource.type}.`;
    draft.report(errorDiagnostic("Invalid move", detail, { source: block.source }));
    return;
  }
  draft.moved.push({ from, to, source: block.source });
}

const IMPORT = {
  block: "an import block",
  known: ["to", "id"],
  refused: {
    for_each: "Imports with for_each are not supported in this release. Write one import for each.",
    provider: "Provider configurations besides the default are not supported in this release.",
    identity:
      "Imports by identity are not supported in this release. Give the id, an inventory path.",
  },
};

export function readImport(block: Block, draft: Draft): void {
  const given = takeArguments(block, IMPORT, draft.report);
  const to = requireAddress(block, given.get("to"), "to", draft);
  const id = given.get("id");
  if (id === undefined) reportMissing(block, "id", draft);
  else if (to !== undefined) {
    draft.imports.push({ to, id: readExpressionOf(id, draft), source: block.source });
  }
}

export function requireAddress(
  block: Block,
  property: Property | undefined,
  name: string,
  draft: Draft,
): InstanceAddress | undefined {
  if (property !== undefined) {
    return readInstanceAddress({ value: property.value, source: sourceOf(property) }, draft);
  }
  reportMissing(block, name, draft);
  return undefined;
}

function reportMissing({ source }: Block, name: string, draft: Draft): void {
  draft.report(errorDiagnostic("Missing argument", `"${name}" is missing.`, { source }));
}
