// Blocks `provider` → ProviderConfig: what a provider is given. They are read once it is known what the module calls its
// providers.

import type { Expression } from "../language/expression.js";
import { isName } from "../model/address.js";
import { suggestion } from "../model/closest-name.js";
import { errorDiagnostic, type Source, warningDiagnostic } from "../model/diagnostic.js";
import type { ProviderName } from "../model/provider-address.js";
import { BUILTIN_VERSION, checkVersion, HOLDFAST_VERSION } from "./check-version.js";
import { type ProviderConfig, providerKey } from "./configuration.js";
import { type Draft, readExpressionOf, reportDuplicate } from "./draft.js";
import {
  type Block,
  literalText,
  reportName,
  reportRefused,
  sourceOf,
  takeArguments,
} from "./json-body.js";
import { providerCalled } from "./resolve-provider.js";

const TERRAFORM_PROVIDER = { block: "Terraform's own provider", known: ["alias", "version"] };
const META = new Set(["alias", "version"]);

/** One configuration of a provider. */
export function readProvider(block: Block, draft: Draft): void {
  const [localName = ""] = block.labels;
  const { source } = block;
  const name = providerCalled(localName, draft.requires.values());
  if (name === undefined) {
    reportProvider(localName, source, draft);
    return;
  }
  if (draft.isCalled) {
    const detail =
      "Only the root module configures providers. Move the block there, and pass the configuration on with " +
      '"providers" where the module is called.';
    reportRefused(detail, source, draft.report);
    return;
  }
  if (name === "terraform") takeArguments(block, TERRAFORM_PROVIDER, draft.report);
  const alias = readAlias(block, draft);
  const version = readVersion(block, name, draft);
  const values = block.properties.filter((property) => !META.has(property.name));
  const attributes = name === "terraform" ? [] : values;
  const provider: ProviderConfig = {
    name,
    localName,
    ...(alias === undefined ? {} : { alias }),
    ...(version === undefined ? {} : { version }),
    attributes: Object.fromEntries(
      attributes.map((property): [string, Expression] => [
        property.name,
        readExpressionOf(property, draft),
      ]),
    ),
    source,
  };
  const key = providerKey(provider);
  const existing = draft.providers.get(key);
  if (existing === undefined) draft.providers.set(key, provider);
  else {
    const places = { first: existing.source, second: source };
    reportDuplicate(`The provider ${key}`, places, draft.report);
  }
}

function readAlias({ properties }: Block, draft: Draft): string | undefined {
  const property = properties.find(({ name }) => name === "alias");
  const alias = literalText(property, draft.report);
  if (property === undefined || alias === undefined) return undefined;
  if (!isName(alias))
    reportName("a configuration of a provider", alias, sourceOf(property), draft.report);
  return alias;
}

/** Terraform's former place for it. */
function readVersion(
  { properties }: Block,
  provider: ProviderName,
  draft: Draft,
): string | undefined {
  const property = properties.find(({ name }) => name === "version");
  if (property === undefined) return undefined;
  const detail = `"version" belongs into required_providers, beside the "source" of the provider. Move it there.`;
  const summary = "Version constraints inside provider configuration blocks are deprecated";
  draft.report(warningDiagnostic(summary, detail, { source: sourceOf(property) }));
  if (property.value === null) return undefined;
  const against = provider === "holdfast" ? HOLDFAST_VERSION : BUILTIN_VERSION;
  return checkVersion(property, against, draft);
}

/** Of a name that is no provider's. */
export function reportProvider(localName: string, source: Source, draft: Draft): void {
  const known = [...draft.requires.values()];
  const renamed = known.find(({ name }) => name === localName);
  const near = suggestion(localName, ["holdfast", ...draft.requires.keys()]);
  const detail =
    renamed === undefined
      ? `The provider "${localName}" is not supported: Holdfast has the provider holdfast built in, and no other.` +
        `${near} Declare resources of other providers in a stack of their own and apply it with Terraform.`
      : `The provider ${localName} is called "${renamed.localName}" here.`;
  draft.report(errorDiagnostic("Unknown provider", detail, { source }));
}
