// Blocks `removed`: what becomes of the objects of a resource that is no longer declared.

import { formatTarget, type ModuleStep, type TargetAddress } from "../model/address.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import type { Draft } from "./draft.js";
import { type Block, blocksOf, literalBool, sourceOf, takeArguments } from "./json-body.js";
import { requireTarget } from "./read-moves.js";

const REMOVED = {
  block: "a removed block",
  known: ["from", "lifecycle"],
  refused: {
    provisioner: "Provisioners are not supported: run the command after the apply.",
    connection: "Provisioners are not supported: run the command after the apply.",
  },
};
const LIFECYCLE = { block: "the lifecycle block of a removed block", known: ["destroy"] };

export function readRemoved(block: Block, draft: Draft): void {
  const { source } = block;
  const given = takeArguments(block, REMOVED, draft.report);
  const from = requireTarget(block, given.get("from"), "from", draft);
  const lifecycle = given.get("lifecycle");
  const settings = lifecycle === undefined ? [] : blocksOf(lifecycle, 0, draft.report);
  const destroy = settings.map((setting) => {
    const found = takeArguments(setting, LIFECYCLE, draft.report).get("destroy");
    return literalBool(found, draft.report);
  });
  if (from === undefined) return;
  const wrong = describeWrong(from);
  if (wrong === undefined) {
    draft.removed.push({ from, destroy: destroy[0] ?? true, source });
    return;
  }
  const place = given.get("from");
  const where = { source: place ? sourceOf(place) : source };
  draft.report(errorDiagnostic("Invalid address", wrong, where));
}

function describeWrong(from: TargetAddress): string | undefined {
  if (from.resource?.mode === "data")
    return '"from" names a resource or a module. A data source has no object: take it out, and nothing is left of it.';
  if (from.key === undefined && from.module.every(({ key }) => key === undefined)) return undefined;
  const whole = { ...from, key: undefined, module: from.module.map(withoutKey) };
  return `"from" names a whole resource or module, such as ${formatTarget(whole)}, and no instance.`;
}

function withoutKey({ name }: ModuleStep): ModuleStep {
  return { name, key: undefined };
}
