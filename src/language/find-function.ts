// Which function a name means: one of the language, by its name or as `core::NAME`, or one that a provider offers,
// `provider::LOCAL_NAME::NAME`; Terraform's own provider is always there.

import { suggestion } from "../model/closest-name.js";
import type { LazyFunction } from "./attempt-functions.js";
import { type FunctionSpec, TAKES_ALL } from "./function-call.js";
import { FUNCTIONS } from "./functions.js";
import type { Outside } from "./outside.js";
import { specOfProviderFunction } from "./provider-call.js";
import { type Refusal, refuse } from "./refusal.js";
import { TERRAFORM_FUNCTIONS } from "./terraform-functions.js";
import { ANYTHING } from "./typed-value.js";

/** What `core::NAME` and `provider::LOCAL_NAME::NAME` begin with. */
const NAMESPACES = ["core", "provider"] as const;

/** The name that a function of the language has without its namespace; any other as it is. */
export function plainName(names: readonly string[]): string {
  const [namespace, name = ""] = names;
  const isCore = namespace === "core" && names.length === 2 && FUNCTIONS.has(name);
  return isCore ? name : names.join("::");
}

/** Why there can be no such function, whichever providers there are; undefined if there may be one. */
export function refuseName(name: string): Refusal | undefined {
  if (FUNCTIONS.has(name)) return undefined;
  const [namespace = "", ...rest] = name.split("::");
  if (rest.length === 0) return unknownFunction(name, FUNCTIONS.keys());
  if (namespace === "provider") return rest.length === 2 ? undefined : refusePartial(name);
  if (namespace === "core") {
    return unknownFunction(
      name,
      [...FUNCTIONS.keys()].map((known) => `core::${known}`),
    );
  }
  const near = suggestion(namespace, NAMESPACES);
  const detail = `There is no function "${name}": a namespace is core or provider.${near}`;
  return refuse(UNKNOWN_FUNCTION, detail);
}

/** The function called `name`, or that there is none. Without providers theirs give what is not known. */
export function findFunction(
  name: string,
  outside: Outside | undefined,
): FunctionSpec | LazyFunction | Refusal {
  const own = FUNCTIONS.get(name);
  if (own !== undefined) return own;
  const refused = refuseName(name);
  if (refused !== undefined) return refused;
  const [, local = "", called = ""] = name.split("::");
  const { providers, providerNames = {} } = outside ?? {};
  const provider =
    (Object.hasOwn(providerNames, local) ? providerNames[local] : undefined) ?? local;
  if (provider === "terraform")
    return TERRAFORM_FUNCTIONS.get(called) ?? lacking(local, called, TERRAFORM_FUNCTIONS.keys());
  if (providers === undefined) return UNTOLD;
  const functions = Object.hasOwn(providers, provider) ? providers[provider] : undefined;
  if (functions === undefined)
    return unknownProvider(local, [
      ...new Set([...Object.keys(providers), ...Object.keys(providerNames), "terraform"]),
    ]);
  const found = Object.hasOwn(functions, called) ? functions[called] : undefined;
  if (found !== undefined) return specOfProviderFunction(name, found);
  return lacking(local, called, Object.keys(functions));
}

const UNTOLD: FunctionSpec = {
  parameters: [],
  rest: { name: "argument", type: "dynamic", accepts: TAKES_ALL },
  resultType: () => "dynamic",
  apply: () => ANYTHING,
};

const UNKNOWN_FUNCTION = "Call to unknown function";

function unknownFunction(name: string, known: Iterable<string>): Refusal {
  const detail = `There is no function "${name}".${suggestion(name, known)}`;
  return refuse(UNKNOWN_FUNCTION, detail);
}

function lacking(provider: string, name: string, functions: Iterable<string>): Refusal {
  const known = [...functions];
  const near = suggestion(name, known);
  const detail = `The provider "${provider}" has no function "${name}".${near} It has ${known.join(", ")}.`;
  return refuse(UNKNOWN_FUNCTION, detail);
}

function refusePartial(name: string): Refusal {
  const detail = `"${name}" names no function of a provider: one is called as provider::PROVIDER::FUNCTION(…).`;
  return refuse(UNKNOWN_FUNCTION, detail);
}

function unknownProvider(local: string, known: readonly string[]): Refusal {
  const near = suggestion(local, known);
  const detail = `There is no provider "${local}" that has functions.${near} There are ${known.join(" and ")}.`;
  return refuse(UNKNOWN_FUNCTION, detail);
}
