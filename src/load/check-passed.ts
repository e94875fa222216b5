// Static checks of `providers` in the call of a module: what is passed is there, and is what the module takes.

import { suggestion } from "../model/closest-name.js";
import { type Diagnostic, errorDiagnostic, warningDiagnostic } from "../model/diagnostic.js";
import { type Check, report } from "./check-repetition.js";
import type { ModuleCallConfig } from "./configuration.js";
import type { Draft } from "./draft.js";
import { checkProviderKey } from "./read-provider-key.js";
import { providerCalled, resolveKey, splitKey } from "./resolve-provider.js";

/**
 * Each configuration of a provider that is passed is one here, and each that the module wants is passed. A provider that
 * is in the required_providers of one of the two alone is another there, as Terraform has it.
 */
export function checkPassed(
  check: Check,
  { name, moduleSource, providers, source }: ModuleCallConfig,
): void {
  const { draft } = check;
  const passed = Object.entries(providers);
  const known = new Set(
    passed.filter(([, key]) => checkProviderKey(key, source, draft)).map(([called]) => called),
  );
  const callee = draft.callees.get(name);
  if (callee === undefined) return;
  const wanted = wantedBy(callee);
  for (const [called, calling] of passed) {
    const found = !wanted.includes(called)
      ? notTaken(called, wanted, moduleSource)
      : known.has(called)
        ? describePassed({ called, callee }, { calling, draft }, moduleSource)
        : undefined;
    if (found !== undefined) report(check, found, ["providers", called]);
  }
  for (const key of callee.aliases.keys()) {
    if (Object.hasOwn(providers, key)) continue;
    const detail = `The module in ${moduleSource} needs the configuration ${key} of a provider. Pass one with "providers".`;
    report(check, errorDiagnostic("Missing provider configuration", detail), []);
  }
}

/** What a module can be passed: its providers by their names, and the configurations that it lists. */
function wantedBy({ requires, aliases }: Draft): readonly string[] {
  const names = ["holdfast", "terraform"].filter(
    (name) => providerCalled(name, requires.values()) !== undefined,
  );
  return [...new Set([...names, ...requires.keys(), ...aliases.keys()])];
}

function notTaken(called: string, wanted: readonly string[], moduleSource: string): Diagnostic {
  const detail = `The module in ${moduleSource} takes no configuration ${called} of a provider.${suggestion(called, wanted)}`;
  return errorDiagnostic("Unknown provider configuration", detail);
}

/** Why what is passed is not what it is passed as, or is so without having been said. */
function describePassed(
  { called, callee }: { readonly called: string; readonly callee: Draft },
  { calling, draft }: { readonly calling: string; readonly draft: Draft },
  moduleSource: string,
): Diagnostic | undefined {
  const meant = resolveKey(calling, draft.requires.values())?.name;
  const provider = resolveKey(called, callee.requires.values())?.name;
  if (meant !== provider) {
    const detail = `${calling} cannot be passed as ${called}: they are configurations of two providers.`;
    return errorDiagnostic("Other provider", detail);
  }
  const isNamed = draft.requires.has(splitKey(calling)[0]);
  const isNamedThere = callee.requires.has(splitKey(called)[0]);
  if (isNamed && isNamedThere) return undefined;
  const where = isNamed ? `the module in ${moduleSource}` : "this one";
  const advice = `Only what both modules name in required_providers is known to be one provider, and ${where} does not name ${meant}. Add it there.`;
  return isNamed === isNamedThere
    ? warningDiagnostic("Reference to undefined provider", advice)
    : errorDiagnostic("Other provider", advice);
}
