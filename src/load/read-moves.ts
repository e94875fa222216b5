// The block `moved`: what an object was called before.

import type { TargetAddress } from "../model/address.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import type { Draft } from "./draft.js";
import { at, type Block, type Property, sourceOf, takeArguments } from "./json-body.js";
import { type Place, readTargetAddress } from "./read-static-reference.js";

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
  if (from?.type === to?.type && from?.mode === to?.mode) return undefined;
  if (from === undefined) return "A module can only be moved to where a module can be.";
  if (to === undefined) return "A resource can only be moved to where a resource can be.";
  if (from.mode !== to.mode) return "A data source cannot become an object, nor an object one.";
  return `An object of type ${from.type} cannot become one of type ${to.type}.`;
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

export function reportMissing({ source }: Block, name: string, draft: Draft): void {
  const where = { source: at(source, name) };
  draft.report(errorDiagnostic("Missing required argument", `"${name}" is missing.`, where));
}
