// Check blocks at the end of an apply, when everything else is done: their data sources are read, then what they
// assert is held against what is there now.

import type { CheckConfig } from "../load/configuration.js";
import { formatResource, modulePrefix } from "../model/address.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { checkBlock } from "../plan/plan-check.js";
import { noteStep, type Run, runStep } from "./apply-run.js";
import { askingIn, restsOn } from "./final-outputs.js";

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
    for (const at of run.values.instancesOf(node.module))
      found.push(...checkBlock(check, askingIn(run, at, key)));
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
  const data = `${modulePrefix(check.module)}${check.data}`;
  const planned = run.request.plan.changes.filter(
    (change) => change.check === check.name && formatResource(change.instance.resource) === data,
  );
  let isRead = planned.length > 0;
  for (const change of planned) {
    if (unfinished.size === 0 && !run.isStopped && run.request.signal?.aborted !== true) {
      isRead = (await runStep(run, { kind: "put", change, after: [] })) && isRead;
      continue;
    }
    noteStep(run, change, { status: "not-started", diagnostics: [] });
    isRead = false;
  }
  return isRead;
}
