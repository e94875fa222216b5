// Blocks `moved` and `import`: what an object was called before, and which object is taken over.

import type { Expression } from "../language/expression.js";
import type { InstanceAddress } from "../model/address.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import { type Draft, readExpressionOf } from "./draft.js";
import { type Block, type Property, sourceOf, takeArguments } from "./json-body.js";
import { readInstanceAddress, readResourceReference } from "./read-static-reference.js";

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
  known: ["to", "id", "for_each"],
  refused: {
    provider: "Provider configurations besides the default are not supported in this release.",
    identity:
      "Imports by identity are not supported in this release. Give the id, an inventory path.",
  },
};

export function readImport(block: Block, draft: Draft): void {
  const { source } = block;
  const given = takeArguments(block, IMPORT, draft.report);
  const forEach = given.get("for_each");
  const place = given.get("to");
  const target =
    forEach === undefined || place === undefined
      ? { to: requireAddress(block, place, "to", draft) }
      : readOpenAddress(place, draft);
  const id = given.get("id");
  if (id === undefined) {
    reportMissing(block, "id", draft);
    return;
  }
  const { to, ...key } = target;
  if (to === undefined) return;
  draft.imports.push({
    to,
    ...key,
    id: readExpressionOf(id, draft),
    ...(forEach === undefined ? {} : { forEach: readExpressionOf(forEach, draft) }),
    source,
  });
}

/** `TYPE.NAME[KEY]` where the key is an expression, such as each.key. */
function readOpenAddress(
  property: Property,
  draft: Draft,
): { readonly to: InstanceAddress | undefined; readonly key?: Expression } {
  const source = sourceOf(property);
  const found = readResourceReference({ value: property.value, source }, draft);
  if (found === undefined) return { to: undefined };
  const { address, expression } = found;
  if (address.mode === "managed" && expression.kind === "traversal") {
    return { to: { resource: address, key: undefined } };
  }
  if (
    address.mode === "managed" &&
    expression.kind === "index" &&
    expression.of.kind === "traversal"
  ) {
    return { to: { resource: address, key: undefined }, key: expression.index };
  }
  const detail = '"to" is a resource or one instance of it, such as holdfast_host.esx[each.key].';
  draft.report(errorDiagnostic("Invalid address", detail, { source }));
  return { to: undefined };
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
