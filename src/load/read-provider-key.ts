// References to configurations of providers: `holdfast`, `holdfast.west`. They are names, never evaluated.

import { isName } from "../model/address.js";
import { suggestion } from "../model/closest-name.js";
import { errorDiagnostic, type Source } from "../model/diagnostic.js";
import type { Json } from "../model/json.js";
import { localKey, providerKey } from "./configuration.js";
import type { Draft } from "./draft.js";
import { providerCalled, resolveKey } from "./resolve-provider.js";

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

/** Whether it is there; reports one that the module neither configures nor is passed. */
export function checkProviderKey(key: string, source: Source, draft: Draft): boolean {
  const requires = [...draft.requires.values()];
  const meant = resolveKey(key, requires);
  const isThere =
    meant !== undefined &&
    (meant.alias === undefined ||
      draft.providers.has(providerKey(meant)) ||
      draft.aliases.has(key));
  if (isThere) return true;
  const names = ["holdfast", "terraform", ...draft.requires.keys()];
  const known = [
    ...names.filter((name) => providerCalled(name, requires) !== undefined),
    ...[...draft.providers.values()].map(localKey),
    ...draft.aliases.keys(),
  ];
  const advice = draft.isCalled
    ? "Name it among the configuration_aliases of required_providers, and pass it where the module is called."
    : 'Declare it with a "provider" block that has this alias.';
  const needed = meant === undefined ? "Name the provider in required_providers." : advice;
  const detail = `There is no configuration ${key} of a provider here.${suggestion(key, known)} ${needed}`;
  draft.report(errorDiagnostic("Unknown provider configuration", detail, { source }));
  return false;
}
