// References to configurations of providers: `holdfast`, `holdfast.west`. They are names, never evaluated.

import { isName } from "../model/address.js";
import { suggestion } from "../model/closest-name.js";
import { errorDiagnostic, type Source } from "../model/diagnostic.js";
import type { Json } from "../model/json.js";
import type { Draft } from "./draft.js";

/** Undefined, with an error, for anything else. */
export function readProviderKey(value: Json, source: Source, draft: Draft): string | undefined {
  const [name = "", alias, ...more] = typeof value === "string" ? value.split(".") : [];
  const isKey = isName(name) && (alias === undefined || isName(alias)) && more.length === 0;
  if (isKey) return String(value);
  const detail =
    "The configuration of a provider is expected here, such as holdfast, or holdfast.west for the one whose alias " +
    "is west.";
  draft.report(errorDiagnostic("Invalid provider reference", detail, { source }));
  return undefined;
}

/** Whether a key is of the provider of that name. */
export function isKeyOf(name: string, key: string): boolean {
  return key === name || key.startsWith(`${name}.`);
}

/** Reports one that the module neither configures nor is passed. */
export function checkProviderKey(key: string, source: Source, draft: Draft): void {
  const known = ["holdfast", "terraform", ...draft.providers.keys(), ...draft.aliases.keys()];
  if (known.includes(key)) return;
  const advice = draft.isCalled
    ? "Name it among the configuration_aliases of required_providers, and pass it where the module is called."
    : 'Declare it with a "provider" block that has this alias.';
  const detail = `There is no configuration ${key} of a provider here.${suggestion(key, known)} ${advice}`;
  draft.report(errorDiagnostic("Unknown provider configuration", detail, { source }));
}
