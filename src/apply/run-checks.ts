// Check blocks at the end of an apply, when everything else is done: their data sources are read, then what they
// assert is held against what is there now.

import type { CheckConfig } from "../load/configuration.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { checkBlock } from "../plan/plan-check.js";
import { noteStep, type Run, runStep } from "./apply-run.js";
import { restsOn } from "./final-outputs.js";

/** `unfinished`: addresses of the resources of which something was not carried out. */
export async function runChecks(
  run: Run,
  unfinished: ReadonlySet<string>,
): Promise<readonly Diagnostic[]> {
  const { configuration, plan } = run.request;
  if (plan.mode !== "normal" || configuration.checks.size === 0) return [];
  const found: Diagnostic[] = [];
  for (const node of configuration.graph.order) {
    if (node.kind !== "check") continue;
    const { key, check } = node;
    const isRead = await readFor(run, check, unfinished);
    if (!isRead || !run.checks.isExpected(key) || restsOn(configuration.graph, key, unfinished))
      continue;
    found.push(...checkBlock(check, { scope: run.values.scope.outer, ledger: run.checks }));
  }
  return found;
}

/** False if its data source was not read, because something else was not carried out. */
async function readFor(
  run: Run,
  check: CheckConfig,
  unfinished: ReadonlySet<string>,
): Promise<boolean> {
  if (check.data === undefined) return true;
  const planned = run.request.plan.changes.find((change) => change.check === check.name);
  if (planned === undefined) return false;
  if (unfinished.size === 0 && !run.isStopped && run.request.signal?.aborted !== true) {
    return await runStep(run, { kind: "put", change: planned, after: [] });
  }
  noteStep(run, planned, { status: "not-started", diagnostics: [] });
  return false;
}
