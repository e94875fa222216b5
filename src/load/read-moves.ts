// Blocks `moved` and `import`: what an object was called before, and which object is taken over.

import type { Expression } from "../language/expression.js";
import { parseExpression } from "../language/parse.js";
import { type InstanceAddress, parseInstance, type TargetAddress } from "../model/address.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import { type Draft, readExpressionOf } from "./draft.js";
import { at, type Block, type Property, sourceOf, takeArguments } from "./json-body.js";
import { type Place, readInstanceAddress, readTargetAddress } from "./read-static-reference.js";

const MOVED = { block: "a moved block", known: ["from", "to"] };

export function readMoved(block: Block, draft: Draft): void {
  const given = takeArguments(block, MOVED, draft.report);
  const from = requireTarget(block, given.get("from"), "from", draft);
  const to = requireTarget(block, given.get("to"), "to", draft);
  if (from === undefined || to === undefined) return;
  const wrong = describeMismatch(from, to);
  if (wrong === undefined) draft.moved.push({ from, to, source: block.source });
  else draft.report(errorDiagnostic("Invalid move", wrong, { source: block.source }));
}

function describeMismatch(
  { resource: from }: TargetAddress,
  { resource: to }: TargetAddress,
): string | undefined {
  if (from?.type === to?.type) return undefined;
  if (from === undefined) return "A module can only be moved to where a module can be.";
  if (to === undefined) return "A resource can only be moved to where a resource can be.";
  return `An object of type ${from.type} cannot become one of type ${to.type}.`;
}

const IMPORT = {
  block: "an import block",
  known: ["to", "id", "for_each"],
  refused: {
    provider:
      "An import is read with the configuration of the provider that its resource names. Remove the argument.",
    identity:
      "Imports by identity are not supported in this release. Give the id, an inventory path.",
  },
};

export function readImport(block: Block, draft: Draft): void {
  const { source } = block;
  if (draft.isCalled) {
    const detail =
      'Only the root module can import. Move the block there; its "to" can lead into a module.';
    draft.report(errorDiagnostic("Import out of place", detail, { source }));
    return;
  }
  const given = takeArguments(block, IMPORT, draft.report);
  const forEach = given.get("for_each");
  const place = given.get("to");
  if (place === undefined) reportMissing(block, "to", draft);
  const target = place === undefined ? { to: undefined } : readImported(place, forEach, draft);
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

function readImported(place: Property, forEach: Property | undefined, draft: Draft): Target {
  if (forEach !== undefined) return readOpenAddress(place, draft);
  return { to: readInstanceAddress(placeOf(place), draft) };
}

/** What an import leads to; a key that is an expression only a plan knows. */
interface Target {
  readonly to: InstanceAddress | undefined;
  readonly key?: Expression;
}

/** The address of a resource, and an expression behind it in brackets. */
const OPEN_KEY = /^([^[]*(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\][^[]*)*)\[(.*)\]$/s;

/** `TYPE.NAME[KEY]` where the key is an expression, such as each.key. */
function readOpenAddress(property: Property, draft: Draft): Target {
  const source = sourceOf(property);
  const { value } = property;
  const address = typeof value === "string" ? parseInstance(value) : undefined;
  if (address?.resource.mode === "managed") return { to: address };
  const open = typeof value === "string" ? OPEN_KEY.exec(value) : null;
  const to = open === null ? undefined : parseInstance(open[1] ?? "");
  if (open !== null && to?.resource.mode === "managed" && to.key === undefined) {
    const { expression, diagnostics } = parseExpression(open[2] ?? "", source);
    for (const diagnostic of diagnostics) draft.report(diagnostic);
    return { to, key: expression };
  }
  const detail = '"to" is a resource or one instance of it, such as holdfast_host.esx[each.key].';
  draft.report(errorDiagnostic("Invalid address", detail, { source }));
  return { to: undefined };
}

export function requireTarget(
  block: Block,
  property: Property | undefined,
  name: string,
  draft: Draft,
): TargetAddress | undefined {
  if (property !== undefined) return readTargetAddress(placeOf(property), draft);
  reportMissing(block, name, draft);
  return undefined;
}

function placeOf(property: Property): Place {
  return { value: property.value, source: sourceOf(property) };
}

function reportMissing({ source }: Block, name: string, draft: Draft): void {
  const where = { source: at(source, name) };
  draft.report(errorDiagnostic("Missing required argument", `"${name}" is missing.`, where));
}
