// Blocks `check` → CheckConfig: assertions about whatever is there, and at most one data source that is read for
// them alone.

import { formatResource, isName } from "../model/address.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import type { CheckConfig } from "./configuration.js";
import { type Draft, reportDuplicate } from "./draft.js";
import { at, type Block, blocksOf, type Property, reportName, takeArguments } from "./json-body.js";
import { readConditions } from "./read-lifecycle.js";
import { readResource } from "./read-resource.js";

const ARGUMENTS = { block: "a check", known: ["data", "assert"] };

export function readCheck(block: Block, draft: Draft): void {
  const [name = ""] = block.labels;
  const { source } = block;
  const given = takeArguments(block, ARGUMENTS, draft.report);
  const existing = draft.checks.get(name);
  if (existing !== undefined) {
    reportDuplicate(`check.${name}`, { first: existing.source, second: source }, draft.report);
  }
  if (!isName(name)) reportName("a check", name, source, draft.report);
  const asserts = given.get("assert");
  if (asserts === undefined || blocksOf(asserts, 0, () => undefined).length === 0) {
    const detail = `The check "${name}" has no "assert", and so checks nothing.`;
    draft.report(
      errorDiagnostic("Missing required argument", detail, { source: at(source, "assert") }),
    );
  }
  const assertions = readConditions(asserts, draft);
  const data = readData(given.get("data"), name, draft);
  draft.checks.set(name, { name, ...data, assertions, source });
}

function readData(
  property: Property | undefined,
  check: string,
  draft: Draft,
): Pick<CheckConfig, "data"> {
  if (property === undefined) return {};
  const [block, another] = blocksOf(property, 2, draft.report);
  if (another !== undefined) {
    const detail = `The check "${check}" can have one data source. Move the other to a check of its own.`;
    draft.report(errorDiagnostic("Declared twice", detail, { source: another.source }));
  }
  if (block === undefined) return {};
  readResource(block, "data", draft, check);
  const [type = "", name = ""] = block.labels;
  return { data: formatResource({ mode: "data", type, name }) };
}
