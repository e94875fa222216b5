// The block `import`: which object is taken over. With `for_each` the keys in its new address may be expressions, of the
// resource as of the modules that it is in.

import type { Expression } from "../language/expression.js";
import { parseExpression } from "../language/parse.js";
import { type InstanceKey, inModule, parseInstance, withModuleKeys } from "../model/address.js";
import { errorDiagnostic, type Source } from "../model/diagnostic.js";
import type { ImportConfig } from "./configuration.js";
import { type Draft, readExpressionOf } from "./draft.js";
import { type Block, type Property, sourceOf, takeArguments } from "./json-body.js";
import { reportMissing } from "./read-moves.js";
import { readProviderKey } from "./read-provider-key.js";

const IMPORT = {
  block: "an import block",
  known: ["to", "id", "for_each", "provider"],
  refused: {
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
  const target = place === undefined ? undefined : readAddress(place, forEach, draft);
  const id = given.get("id");
  if (id === undefined) {
    reportMissing(block, "id", draft);
    return;
  }
  const named = given.get("provider");
  const provider = named && readProviderKey(named.value, sourceOf(named), draft);
  if (target === undefined) return;
  draft.imports.push({
    ...target,
    id: readExpressionOf(id, draft),
    ...(provider === undefined ? {} : { provider }),
    ...(forEach === undefined ? {} : { forEach: readExpressionOf(forEach, draft) }),
    source,
  });
}

type Target = Pick<ImportConfig, "to" | "openKeys">;

/** Undefined, with an error, for what is no address of a managed resource. */
function readAddress(
  property: Property,
  forEach: Property | undefined,
  draft: Draft,
): Target | undefined {
  const source = sourceOf(property);
  const text = typeof property.value === "string" ? property.value : "";
  const address = parseInstance(text);
  if (address?.resource.mode === "managed") return { to: address };
  const target = forEach === undefined ? undefined : readOpenAddress(text, source);
  if (target === undefined) {
    const example = forEach === undefined ? "0" : "each.key";
    const detail = `The address of a resource is expected here, such as holdfast_host.esx01 or holdfast_host.esx[${example}].`;
    draft.report(errorDiagnostic("Invalid address", detail, { source }));
  }
  return target;
}

function readOpenAddress(text: string, source: Source): Target | undefined {
  const { expression, diagnostics } = parseExpression(text, source);
  return diagnostics.length > 0 ? undefined : targetOf(stepsOf(expression));
}

/** A name, and the key in brackets behind it. */
interface Step {
  readonly name: string;
  readonly key?: Expression;
}

/** `module.edge[each.key].holdfast_host.esx` → module, edge[each.key], holdfast_host, esx; empty for what is no path. */
function stepsOf(expression: Expression): readonly Step[] {
  const steps: Step[] = [];
  let key: Expression | undefined;
  for (let at = expression; ; ) {
    const behind: { readonly key?: Expression } = key === undefined ? {} : { key };
    if (at.kind === "index" && key === undefined) {
      key = at.index;
      at = at.of;
    } else if (at.kind === "attribute") {
      steps.push({ name: at.name, ...behind });
      key = undefined;
      at = at.of;
    } else if (at.kind === "traversal" && at.reference.kind === "module") {
      steps.push({ name: at.reference.name, ...behind }, { name: "module" });
      return steps.reverse();
    } else if (at.kind === "traversal" && at.reference.kind === "resource") {
      const { mode, type, name } = at.reference;
      if (mode === "managed") steps.push({ name, ...behind }, { name: type });
      return mode === "managed" ? steps.reverse() : [];
    } else return [];
  }
}

function targetOf(steps: readonly Step[]): Target | undefined {
  const modules: Step[] = [];
  let at = 0;
  for (; steps[at]?.name === "module"; at += 2) {
    const called = steps[at + 1];
    if (called === undefined || steps[at]?.key !== undefined) return undefined;
    modules.push(called);
  }
  const [type, own, ...rest] = steps.slice(at);
  if (type === undefined || type.key !== undefined || own === undefined || rest.length > 0)
    return undefined;
  const module = modules.map(({ name }) => name);
  const resource = {
    mode: "managed",
    type: type.name,
    name: own.name,
    ...inModule(module),
  } as const;
  const written = modules.map(({ key }) => literalKey(key));
  const to = { resource, key: literalKey(own.key), ...withModuleKeys(written) };
  return { to, openKeys: [...modules, own].map(openKey) };
}

function literalKey(key: Expression | undefined): InstanceKey {
  if (key?.kind !== "literal") return undefined;
  return typeof key.value === "string" || typeof key.value === "number" ? key.value : undefined;
}

function openKey({ key }: Step): Expression | undefined {
  return literalKey(key) === undefined ? key : undefined;
}
