// Blocks `removed`: what becomes of the objects of a resource that is no longer declared.

import { formatTarget, type ModuleStep } from "../model/address.js";
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
  if (from.key !== undefined || from.module.some(({ key }) => key !== undefined)) {
    const whole = { ...from, key: undefined, module: from.module.map(withoutKey) };
    const detail = `"from" names a whole resource or module, such as ${formatTarget(whole)}, and no instance.`;
    const place = given.get("from");
    draft.report(
      errorDiagnostic("Invalid address", detail, { source: place ? sourceOf(place) : source }),
    );
    return;
  }
  draft.removed.push({ from, destroy: destroy[0] ?? true, source });
}

function withoutKey({ name }: ModuleStep): ModuleStep {
  return { name, key: undefined };
}
