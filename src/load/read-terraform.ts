// The blocks `terraform` and `provider`: which backend keeps the state, which provider is meant, and what
// that provider is given.

import type { Expression } from "../language/expression.js";
import { isName } from "../model/address.js";
import { suggestion } from "../model/closest-name.js";
import { errorDiagnostic, type Source } from "../model/diagnostic.js";
import { isJsonArray, isJsonObject } from "../model/json.js";
import { type ProviderName, providerAddress } from "../model/provider-address.js";
import { TERRAFORM_VERSION } from "../model/terraform-version.js";
import { VERSION } from "../schema/generated/version.js";
import { type ProviderConfig, providerKey, type RequiredProvider } from "./configuration.js";
import { type Draft, readExpressionOf, reportDuplicate } from "./draft.js";
import {
  type Block,
  blocksOf,
  literalText,
  type Property,
  propertiesOf,
  reportName,
  reportRefused,
  sourceOf,
  takeArguments,
} from "./json-body.js";
import { isKeyOf, readProviderKey } from "./read-provider-key.js";
import { formatConstraint, isVersionMet } from "./version-constraint.js";

const TERRAFORM = {
  block: "the terraform block",
  known: ["required_version", "required_providers", "backend"],
  refused: {
    cloud: "Terraform Cloud is not supported: Holdfast keeps its state in a local file.",
    experiments: "Experiments of Terraform are not supported.",
    provider_meta: "Provider metadata is not supported, since the provider holdfast takes none.",
  },
};

export function readTerraform(block: Block, draft: Draft): void {
  const given = takeArguments(block, TERRAFORM, draft.report);
  checkVersion(given.get("required_version"), LANGUAGE, draft);
  const providers = given.get("required_providers");
  if (providers !== undefined) {
    for (const required of propertiesOf(providers.value, sourceOf(providers), draft.report)) {
      checkRequired(required, draft);
    }
  }
  const backend = given.get("backend");
  if (backend === undefined) return;
  for (const found of blocksOf(backend, 1, draft.report)) readBackend(found, draft);
}

interface Versioned {
  /** With its version, as in "Terraform 1.11.4, whose language Holdfast reads". */
  readonly what: string;
  readonly version: string;
}

const LANGUAGE: Versioned = {
  what: `Terraform ${TERRAFORM_VERSION}, whose language Holdfast reads`,
  version: TERRAFORM_VERSION,
};
const PROVIDER: Versioned = {
  what: `holdfast ${VERSION}, which is the provider built in`,
  version: VERSION,
};

/** The constraint in Terraform's form, if there is one and it is met. */
function checkVersion(
  property: Property | undefined,
  { what, version }: Versioned,
  draft: Draft,
): string | undefined {
  const constraint = literalText(property, draft.report);
  if (constraint === undefined || property === undefined) return undefined;
  const isMet = isVersionMet(constraint, version);
  if (isMet === true) return formatConstraint(constraint);
  const detail =
    isMet === undefined
      ? `"${constraint}" is no version constraint. One is written as ">= 1.5, < 2.0".`
      : `"${constraint}" excludes ${what}. Widen the constraint.`;
  const source = sourceOf(property);
  draft.report(errorDiagnostic("Unmet version constraint", detail, { source }));
  return undefined;
}

const SOURCES = ["holdfast/holdfast", providerAddress("holdfast")];
const BUILTIN = providerAddress("terraform");

const REQUIRED = {
  block: "an entry of required_providers",
  known: ["source", "version", "configuration_aliases"],
};

function checkRequired(property: Property, draft: Draft): void {
  const { name, value } = property;
  const source = sourceOf(property);
  const isBuiltin = name === "terraform" && isJsonObject(value) && value.source === BUILTIN;
  if (name !== "holdfast" && !isBuiltin) {
    reportProvider(name, source, draft);
    return;
  }
  const required: RequiredProvider = { name: name === "holdfast" ? name : "terraform" };
  draft.requires.set(required.name, required);
  if (!isJsonObject(value)) {
    const detail = `An object is expected here, such as { "source": "${SOURCES[0]}" }.`;
    draft.report(errorDiagnostic("Wrong JSON value", detail, { source }));
    return;
  }
  const properties = propertiesOf(value, source, draft.report);
  const given = takeArguments({ labels: [], source, properties }, REQUIRED, draft.report);
  readAliases(given.get("configuration_aliases"), isBuiltin ? "terraform" : "holdfast", draft);
  if (isBuiltin) {
    refuseVersion(given.get("version"), draft);
    return;
  }
  const version = checkVersion(given.get("version"), PROVIDER, draft);
  if (version !== undefined) draft.requires.set(required.name, { ...required, version });
  const from = given.get("source");
  if (from === undefined || SOURCES.includes(String(from.value))) return;
  const detail = `The source of the provider holdfast is "${SOURCES[0]}", and this says otherwise.`;
  draft.report(errorDiagnostic("Unknown provider", detail, { source: sourceOf(from) }));
}

function refuseVersion(property: Property | undefined, draft: Draft): void {
  if (property === undefined) return;
  const detail =
    "The provider terraform is a part of the language, so that it has no version. Remove the line.";
  const source = sourceOf(property);
  draft.report(errorDiagnostic("Invalid dependency on built-in provider", detail, { source }));
}

function readAliases(property: Property | undefined, name: ProviderName, draft: Draft): void {
  if (property === undefined) return;
  const source = sourceOf(property);
  if (!isJsonArray(property.value)) {
    const detail = `"configuration_aliases" must be a list, such as ["${name}.west"].`;
    draft.report(errorDiagnostic("Wrong JSON value", detail, { source }));
    return;
  }
  for (const item of property.value) {
    const key = readProviderKey(item, source, draft);
    if (key === undefined) continue;
    if (isKeyOf(name, key)) draft.aliases.set(key, source);
    else {
      const detail = `${key} is no configuration of the provider ${name}, among whose "configuration_aliases" it stands.`;
      draft.report(errorDiagnostic("Other provider", detail, { source }));
    }
  }
}

function reportProvider(name: string, source: Source, draft: Draft): void {
  const near = suggestion(name, ["holdfast"]);
  const detail =
    `The provider "${name}" is not supported: Holdfast has the provider holdfast built in, and no other.` +
    `${near} Declare resources of other providers in a stack of their own and apply it with Terraform.`;
  draft.report(errorDiagnostic("Unknown provider", detail, { source }));
}

const BACKEND = { block: "the backend local", known: ["path", "workspace_dir"] };

function readBackend(block: Block, draft: Draft): void {
  const [kind = ""] = block.labels;
  if (kind !== "local") {
    const detail = `The backend "${kind}" is not supported in this release. Use the backend "local".`;
    reportRefused(detail, block.source, draft.report);
    return;
  }
  const given = takeArguments(block, BACKEND, draft.report);
  const path = literalText(given.get("path"), draft.report);
  const folder = literalText(given.get("workspace_dir"), draft.report);
  if (draft.backend !== undefined) {
    const detail = "There can be one backend.";
    draft.report(errorDiagnostic("Declared twice", detail, { source: block.source }));
  }
  draft.backend = { path: path ?? "terraform.tfstate", ...(folder && { workspaceFolder: folder }) };
}

const TERRAFORM_PROVIDER = { block: "Terraform's own provider", known: ["alias"] };

/** One configuration of a provider. */
export function readProvider(block: Block, draft: Draft): void {
  const [name = ""] = block.labels;
  const { source } = block;
  if (name !== "holdfast" && name !== "terraform") {
    reportProvider(name, source, draft);
    return;
  }
  if (!draft.requires.has(name)) draft.requires.set(name, { name });
  if (draft.isCalled) {
    const detail =
      "Only the root module configures providers. Move the block there, and pass the configuration on with " +
      '"providers" where the module is called.';
    reportRefused(detail, source, draft.report);
    return;
  }
  if (name === "terraform") takeArguments(block, TERRAFORM_PROVIDER, draft.report);
  const alias = readAlias(block, draft);
  const values = block.properties.filter((property) => property.name !== "alias");
  const attributes = name === "terraform" ? [] : values;
  const provider: ProviderConfig = {
    name,
    ...(alias === undefined ? {} : { alias }),
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
